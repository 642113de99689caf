/** What the page and its worker say to each other. */

import type { CheckOptions, EditorFinding, Report } from "../../types";
import type { ProjectFile } from "./project";

export interface Request {
  rev: number;
  set: ProjectFile[];
  remove: string[];
  options: CheckOptions;
}

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
  | { type: "crashed"; message: string };
