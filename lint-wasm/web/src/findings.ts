/** The list of findings beside the editor. */

import type { EditorFinding, EditorRange, Finding, Fix, Report, Severity } from "../../types";
import { h, icon, withCode } from "./dom";

/** The worst first. */
export const SEVERITIES: Severity[] = ["error", "warning", "info", "style"];

const BADGES = { safe: "safe", unsafe: "unsafe", "display-only": "by hand" };

/** A finding and its places. */
export interface Entry {
  finding: Finding;
  place: EditorFinding;
}

export interface Actions {
  /** The words at a place. */
  words(path: string, range: EditorRange): string;
  go(path: string, range: EditorRange): void;
  fix(entry: Entry, index: number): void;
  why(rule: string): void;
  create(path: string): void;
}

/** The findings with their places, by file, in each file the worst first. */
export function group(report: Report, places: EditorFinding[]): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>(report.files.map(({ path }) => [path, []]));
  report.findings.forEach((finding, index) => {
    const place = places[index];
    if (!place) return;
    const entries = groups.get(finding.path) ?? [];
    entries.push({ finding, place });
    groups.set(finding.path, entries);
  });
  const rank = ({ finding }: Entry) => SEVERITIES.indexOf(finding.severity);
  for (const [path, entries] of groups) {
    if (entries.length === 0) groups.delete(path);
    else entries.sort((a, b) => rank(a) - rank(b) || a.place.from - b.place.from);
  }
  return groups;
}

/** The findings of one file in rows: what one service lacks is one matter, not ten, and stands where the first of it stands. */
export function fold(entries: Entry[]): Entry[][] {
  const rows: Entry[][] = [];
  const known = new Map<string, Entry[]>();
  for (const entry of entries) {
    const { place } = entry;
    const at = `${place.from}-${place.to}`;
    const row = place.posture ? known.get(at) : undefined;
    if (row) {
      row.push(entry);
      continue;
    }
    const fresh = [entry];
    rows.push(fresh);
    if (place.posture) known.set(at, fresh);
  }
  return rows;
}

/** What a folded row says. `words` are those at its place: the name of a service. */
export function lacks(row: Entry[], words: string): string {
  const name = words.replace(/^["']|["']$|\s*:$/g, "");
  const subject = row[0]?.finding.path.match(/\.ya?ml$/i) ? `service \`${name}\`` : "the image";
  return `${subject} lacks ${row.length} hardenings`;
}

/** How many of each severity that there are, in words: `2 warnings`. */
export function counts(report: Report): [Severity, string][] {
  return SEVERITIES.filter((severity) => report.summary[severity] > 0).map((severity) => {
    const count = report.summary[severity];
    const plural = count > 1 && (severity === "error" || severity === "warning") ? "s" : "";
    return [severity, `${count} ${severity}${plural}`];
  });
}

/** Draws the list anew. The focus stays on the same button where it still exists. */
export function show(parent: HTMLElement, groups: Map<string, Entry[]>, wanted: string[], files: number, actions: Actions): void {
  const focused = parent.contains(document.activeElement) ? document.activeElement?.getAttribute("data-key") : null;
  const sections = [...groups].map(([path, entries]) => fileSection(path, entries, actions));
  const missing = wanted.map((path) => wantedRow(path, actions));
  const calm = groups.size === 0 && emptyState(files);
  parent.replaceChildren(...sections, ...missing, ...(calm ? [calm] : []));
  if (focused) parent.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

function fileSection(path: string, entries: Entry[], actions: Actions): HTMLElement {
  const items = fold(entries).map((rows) => {
    const [first, ...others] = rows;
    return first && others.length === 0 ? row(first, actions) : folded(path, rows, actions);
  });
  return h(
    "section",
    { class: "group" },
    h("h3", {}, path, h("span", { class: "count" }, String(entries.length))),
    h("ul", {}, ...items),
  );
}

/** The rows that the user has opened; they stay open when the list is drawn anew. */
const opened = new Set<string>();

function folded(path: string, rows: Entry[], actions: Actions): HTMLElement | null {
  const [first] = rows;
  if (!first) return null;
  const { severity, start } = first.finding;
  const says = lacks(rows, actions.words(path, first.place));
  const key = `${path}:${says.replace(/ lacks .*/, "")}`;
  const toggle = (event: Event) => {
    if ((event.currentTarget as HTMLDetailsElement).open) opened.add(key);
    else opened.delete(key);
  };
  const names = h("span", { class: "names" }, rows.map(({ finding }) => finding.rule).join(", "));
  return h(
    "li",
    { class: `folded ${severity}` },
    h(
      "details",
      { open: opened.has(key), toggle },
      h(
        "summary",
        { "data-key": `${key}:fold` },
        h("span", { class: "severity" }, icon(severity), severity),
        h("span", { class: "where" }, `${path}:${start.line}:${start.column}`),
        h("span", { class: "message" }, ...withCode(says)),
        names,
      ),
      h("ul", {}, ...rows.map((entry) => row(entry, actions))),
    ),
  );
}

function row(entry: Entry, actions: Actions): HTMLElement {
  const { finding, place } = entry;
  const { severity, rule, path, start, message, help } = finding;
  const key = `${path}:${rule}:${start.line}`;
  const where = `${path}:${start.line}:${start.column}`;
  const labels = finding.labels.map((label, index) => {
    const range = place.labels[index];
    const target = `${label.path}:${label.start.line}:${label.start.column}`;
    const press = () => range && actions.go(label.path, range);
    return h(
      "p",
      { class: "label" },
      h("button", { type: "button", class: "link", click: press, "data-key": `${key}:label${index}` }, target),
      label.text !== "" && h("span", {}, ...withCode(label.text)),
    );
  });
  const why = h(
    "button",
    { type: "button", class: "quiet why", "aria-label": `Why: ${rule}`, "data-key": `${key}:why`, click: () => actions.why(rule) },
    "Why",
  );
  const buttons = finding.fixes.map((fix, index) => fixButton(fix, `${key}:fix${index}`, () => actions.fix(entry, index)));
  const fixes = h("div", { class: "fixes" }, ...buttons);
  return h(
    "li",
    { class: `finding ${severity}`, "data-rule": rule },
    h(
      "button",
      { type: "button", class: "go", "data-key": key, click: () => actions.go(path, place) },
      h("span", { class: "severity" }, icon(severity), severity),
      h("span", { class: "message" }, ...withCode(message)),
      h("span", { class: "where" }, where, h("span", { class: "rule" }, rule)),
    ),
    h("div", { class: "beside" }, help ? h("p", { class: "help" }, ...withCode(help)) : fixes, why),
    ...labels,
    !!help && buttons.length > 0 && fixes,
  );
}

function fixButton(fix: Fix, key: string, press: () => void): HTMLElement {
  const badge = h("span", { class: `fix-badge ${fix.applicability}` }, BADGES[fix.applicability]);
  if (fix.applicability === "display-only") return h("p", { class: "by-hand" }, ...withCode(fix.title), badge);
  const title = fix.applicability === "safe" ? "The image and the services stay the same" : "May change the image or the services";
  return h("button", { type: "button", class: "fix", title, "data-key": key, click: press }, ...withCode(fix.title), badge);
}

function wantedRow(path: string, actions: Actions): HTMLElement {
  return h(
    "p",
    { class: "wanted" },
    h("span", {}, h("code", {}, path), " is named here but is not in this playground."),
    h("button", { type: "button", class: "quiet", click: () => actions.create(path) }, "Create it"),
  );
}

function emptyState(files: number): HTMLElement {
  return h(
    "div",
    { class: "calm" },
    h("p", { class: "calm-title" }, "No findings"),
    h("p", {}, `Nothing stands out in ${files === 1 ? "this file" : `these ${files} files`}.`),
  );
}
