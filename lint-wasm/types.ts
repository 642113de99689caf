/**
 * The shapes of Plimsoll's JSON: the report of `plimsoll check --format json`, which is also what
 * `Workspace.check` returns, and the browser's own additions.
 */

/** How bad a finding is. */
export type Severity = "error" | "warning" | "info" | "style";

/** What a finding is about. */
export type Category =
  | "syntax"
  | "correctness"
  | "security"
  | "reliability"
  | "reproducibility"
  | "cache"
  | "size"
  | "operations"
  | "clarity"
  | "style";

/** How far a fix may be trusted: `safe` keeps the image and the Compose model as they are. */
export type Applicability = "safe" | "unsafe" | "display-only";

/** The named sets of rules. */
export type Preset =
  | "recommended"
  | "strict"
  | "security"
  | "performance"
  | "compose"
  | "swarm"
  | "hadolint"
  | "buildkit"
  | "all";

/** The argument of `Workspace.check`, as JSON text. */
export interface CheckOptions {
  preset?: Preset;
}

/** A place in a file. */
export interface Position {
  /** 1-based. */
  line: number;
  /** 1-based, in characters (Unicode scalar values). */
  column: number;
  /** 0-based, in bytes of the UTF-8 text. */
  offset: number;
}

/** Another place that belongs to a finding, in any file. */
export interface Label {
  path: string;
  start: Position;
  end: Position;
  text: string;
}

/** Replaces the bytes `start..end` of a file. */
export interface Edit {
  path: string;
  start: number;
  end: number;
  text: string;
}

/** A change that mends a finding: all its edits or none. */
export interface Fix {
  title: string;
  applicability: Applicability;
  edits: Edit[];
}

/** One finding. */
export interface Finding {
  rule: string;
  aliases: string[];
  severity: Severity;
  category: Category;
  message: string;
  help?: string | null;
  url: string;
  path: string;
  start: Position;
  end: Position;
  labels: Label[];
  fixes: Fix[];
}

/** A file that was checked. */
export interface CheckedFile {
  path: string;
  kind: string;
}

/** How many of what. */
export interface Summary {
  files: number;
  error: number;
  warning: number;
  info: number;
  style: number;
  fixable: number;
  suppressed: number;
}

/** The whole report: `JSON.parse(workspace.check("{}"))`. */
export interface Report {
  version: 1;
  findings: Finding[];
  files: CheckedFile[];
  summary: Summary;
}

/** A range of UTF-16 code units in a document, as strings in JavaScript count. */
export interface EditorRange {
  from: number;
  to: number;
}

/** An edit in UTF-16 offsets. */
export interface EditorEdit extends EditorRange {
  path: string;
  text: string;
}

/** The places of one finding: `JSON.parse(workspace.editor())` is a list of these, parallel to the report's findings. */
export interface EditorFinding extends EditorRange {
  labels: EditorRange[];
  fixes: { edits: EditorEdit[] }[];
}

/** A rule: an element of `JSON.parse(workspace.rules())`, and what `JSON.parse(workspace.explain(id))` gives. */
export interface RuleInfo {
  id: string;
  aliases: string[];
  summary: string;
  /** Markdown. */
  docs: string;
  severity: Severity | "off";
  category: Category;
  fix: Applicability | null;
  url: string;
}
