/** What the page and its worker say to each other. */

import type { CheckOptions, EditorFinding, Report, RuleInfo } from "../../types";
import type { ProjectFile } from "./project";

export type Request =
  | { type: "check"; rev: number; set: ProjectFile[]; remove: string[]; options: CheckOptions }
  | { type: "explain"; id: number; rule: string };

/** The answer to a check. */
export interface Checked {
  report: Report;
  places: EditorFinding[];
  wanted: string[];
}

export type Answer =
  | { type: "ready"; version: string }
  | { type: "failed"; message: string }
  | ({ type: "checked"; rev: number } & Checked)
  | { type: "explained"; id: number; info: RuleInfo | null }
  | { type: "crashed"; message: string };
