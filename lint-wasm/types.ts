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
export type Preset = "recommended" | "strict" | "all" | "hadolint" | "buildkit";

/** What deploys Compose files. */
export type Target = "compose" | "swarm";

/** The argument of `Workspace.check`, as JSON text. */
export interface CheckOptions {
  preset?: Preset;
  /** Their configurations, names and contents say it when it is not given. */
  target?: Target;
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
  /** Its finer name in another tool's words (`shellcheck/SC2086`), for a rule that carries many. */
  code?: string;
  aliases: string[];
  severity: Severity;
  /** `null` for a rule that is not in the registry; that never happens here. */
  category: Category | null;
  message: string;
  help: string | null;
  url: string | null;
  path: string;
  start: Position;
  end: Position;
  labels: Label[];
  fixes: Fix[];
}

/** A file that was checked. */
export interface CheckedFile {
  path: string;
  kind: "dockerfile" | "compose" | "other";
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
  /** Whether it says that a hardening is missing: such findings at one place are shown as one group. */
  posture: boolean;
  labels: EditorRange[];
  fixes: { edits: EditorEdit[] }[];
}

/** What a rule says about itself. */
export interface RuleInfo {
  id: string;
  aliases: string[];
  summary: string;
  category: Category;
  severity: Severity;
  fix: Applicability | null;
  presets: Preset[];
  /** The version that brought it. */
  since: string;
  /** Whether it reports that a hardening is missing. */
  posture: boolean;
  /** What the configuration may set for it. */
  options: { name: string; kind: "flag" | "number" | "word" | "texts" | "words"; words: string[]; docs: string }[];
  /** Where it differs on purpose from a tool whose id it carries. */
  differs: { from: string; how: string }[];
  url: string;
  /** Markdown. */
  docs: string;
}

/** What `rules.json` beside the module holds: the text of `plimsoll rules --format json`. */
export interface RulesReport {
  version: 1;
  rules: RuleInfo[];
}
