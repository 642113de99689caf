/** Puts the page together. */

import type { Preset } from "../../types";
import { showDocs } from "./docs";
import { byId, h, icon } from "./dom";
import { Editor, type Mark } from "./editor";
import { Engine } from "./engine";
import { counts, type Entry, fold, group, lacks, SEVERITIES, show } from "./findings";
import type { Checked } from "./messages";
import { BASE_FILES, example, memory, PRESETS, type Project } from "./project";
import { rules } from "./rules";
import { decode, encode, isShared } from "./share";

const MAX_COMFORTABLE_LINK = 8_000;

const presetBox = byId<HTMLSelectElement>("preset");
const main = document.querySelector("main") as HTMLElement;
let entries: Entry[] = [];
/** True while the findings are those of the texts on the page. */
let fresh = false;

const editor = new Editor(byId("editor"), () => changed());
const engine = new Engine({
  ready(version) {
    byId("version").textContent = `Version ${version}`;
    hideCrash();
  },
  checked: report,
  failed(message) {
    const retry = h("button", { type: "button", class: "quiet", click: () => engine.retry() }, "Try again");
    showCrash(`The linter could not be loaded: ${message}`, retry);
  },
  crashed(message, again) {
    const what = again ? "It was started again with your files." : "It will be asked again when you change something.";
    showCrash(`The linter stopped on this input (${message}). ${what}`);
  },
});

// ---- Files ----

function project(): Project {
  return { files: editor.files(), active: editor.active, preset: presetBox.value as Preset };
}

function load(next: Project): void {
  presetBox.value = next.preset;
  editor.load(next.files, next.active);
  drawTabs();
  check();
}

function check(): void {
  fresh = false;
  engine.check(editor.files(), { preset: presetBox.value as Preset });
}

let saving: ReturnType<typeof setTimeout> | undefined;

/** After every edit. */
function changed(): void {
  // The address no longer tells what is on the page.
  if (isShared(location.hash)) history.replaceState(null, "", location.pathname + location.search);
  hideCrash();
  check();
  clearTimeout(saving);
  saving = setTimeout(save, 300);
}

function save(): void {
  memory.set("project", JSON.stringify(project()));
}

function open(path: string): void {
  editor.open(path);
  drawTabs();
}

function drawTabs(): void {
  const paths = editor.files().map(({ path }) => path);
  const tabs = paths.map((path) => {
    const selected = path === editor.active;
    const count = entries.filter(({ finding }) => finding.path === path).length;
    const worst = SEVERITIES.find((severity) => entries.some(({ finding }) => finding.path === path && finding.severity === severity));
    return h(
      "button",
      {
        type: "button",
        role: "tab",
        id: `tab-${path}`,
        "aria-selected": String(selected),
        "aria-controls": "editor",
        tabindex: selected ? "0" : "-1",
        click: () => open(path),
        keydown: (event) => moveTab(event as KeyboardEvent, paths),
      },
      path,
      count > 0 && h("span", { class: `count ${worst ?? ""}`, "aria-label": `${count} findings` }, String(count)),
    );
  });
  const list = byId("tabs");
  const focused = list.contains(document.activeElement);
  list.replaceChildren(...tabs);
  if (focused) list.querySelector<HTMLElement>('[aria-selected="true"]')?.focus();
  byId("editor").setAttribute("aria-labelledby", `tab-${editor.active}`);
  byId("remove").hidden = BASE_FILES.includes(editor.active);
}

function moveTab(event: KeyboardEvent, paths: string[]): void {
  const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  const next = paths[(paths.indexOf(editor.active) + step + paths.length) % paths.length];
  if (step === 0 || next === undefined) return;
  event.preventDefault();
  open(next);
}

// ---- Findings ----

function report({ report, places, wanted }: Checked): void {
  fresh = true;
  const groups = group(report, places);
  entries = [...groups.values()].flat();
  const marks = new Map<string, Mark[]>();
  for (const [path, list] of groups) marks.set(path, fold(list).flatMap(marksOf));
  editor.setMarks(marks);
  drawTabs();
  const actions = { words, go, fix, why, create };
  show(byId("findings"), groups, wanted, report.files.length, actions);
  const totals = counts(report);
  const chips = totals.map(([severity, text]) => h("span", { class: `chip ${severity}` }, icon(severity), text));
  byId("counts").replaceChildren(...chips);
  byId("badge").textContent = entries.length > 0 ? String(entries.length) : "";
  announce(`${totals.map(([, text]) => text).join(", ") || "No findings"} in ${report.files.length} files`);
  // So that the page is whole from here on, also without a network.
  rules().catch(() => {});
}

/** The words at a place. */
function words(path: string, { from, to }: { from: number; to: number }): string {
  return editor.text(path).slice(from, to);
}

/** The marks of one row of the list: all underlined, with one note. */
function marksOf(row: Entry[]): Mark[] {
  const [first] = row;
  if (!first || row.length === 1) return row.map((entry) => mark(entry, entry.finding.message));
  const says = lacks(row, words(first.finding.path, first.place));
  return row.map((entry, index) => mark(entry, index === 0 ? says : null));
}

function mark(entry: Entry, note: string | null): Mark {
  const { finding, place } = entry;
  const actions = finding.fixes.flatMap((one, index) =>
    one.applicability === "display-only" ? [] : [{ name: one.title.replaceAll("`", ""), apply: () => fix(entry, index) }],
  );
  const { severity, rule, message } = finding;
  return { from: place.from, to: place.to, severity, rule, message, note, help: finding.help, actions };
}

let speaking: ReturnType<typeof setTimeout> | undefined;

/** Tells a screen reader, but not at every keystroke. */
function announce(text: string): void {
  clearTimeout(speaking);
  speaking = setTimeout(() => {
    const live = byId("live");
    if (live.textContent !== text) live.textContent = text;
  }, 1000);
}

function go(path: string, range: { from: number; to: number }): void {
  view("editor");
  editor.go(path, range.from, range.to);
  drawTabs();
}

function fix(entry: Entry, index: number): void {
  // The places of an older text are wrong in this one. The new ones come in a moment.
  if (!fresh) return;
  view("editor");
  editor.apply(entry.place.fixes[index]?.edits ?? []);
  drawTabs();
}

function why(rule: string): void {
  void rules().then(
    (all) => showDocs(rule, all.find(({ id }) => id === rule) ?? "There is no documentation for this rule."),
    (error: unknown) => showDocs(rule, `The documentation could not be loaded: ${error}`),
  );
}

function create(path: string): void {
  editor.add({ path, text: "" });
  changed();
  view("editor");
  open(path);
  editor.focus();
}

/** The finding after (or before) the cursor, through all files and round again. */
function step(direction: 1 | -1): void {
  const paths = editor.files().map(({ path }) => path);
  const order = entries.toSorted(
    (a, b) => paths.indexOf(a.finding.path) - paths.indexOf(b.finding.path) || a.place.from - b.place.from || a.place.to - b.place.to,
  );
  const last = order.findIndex(({ finding }) => finding === lastStep);
  const standing = order[last];
  let next: Entry | undefined;
  if (standing && standing.finding.path === editor.active && standing.place.to === editor.cursor) {
    next = order[(last + direction + order.length) % order.length];
  } else {
    const here = paths.indexOf(editor.active);
    const distance = ({ finding, place }: Entry) => paths.indexOf(finding.path) - here || place.from - editor.cursor;
    next =
      direction === 1
        ? (order.find((entry) => distance(entry) >= 0) ?? order[0])
        : (order.findLast((entry) => distance(entry) < 0) ?? order.at(-1));
  }
  if (!next) return;
  lastStep = next.finding;
  go(next.finding.path, next.place);
}
let lastStep: unknown = null;

// ---- The frame ----

function showCrash(text: string, ...more: Node[]): void {
  const box = byId("crash");
  box.replaceChildren(h("p", {}, text), ...more);
  box.hidden = false;
  crashShown = performance.now();
}
let crashShown = 0;

function hideCrash(): void {
  // The restart itself is ready at once; the message is for people.
  if (performance.now() - crashShown > 4000) byId("crash").hidden = true;
}

let noticeTimer: ReturnType<typeof setTimeout> | undefined;

function notice(text: string, action?: { name: string; press: () => void }): void {
  const box = byId("notice");
  clearTimeout(noticeTimer);
  const hide = () => {
    box.hidden = true;
  };
  const press = () => {
    hide();
    action?.press();
  };
  const button = action && h("button", { type: "button", class: "quiet", click: press }, action.name);
  box.replaceChildren(h("span", {}, text), ...(button ? [button] : []));
  box.hidden = false;
  if (!action) noticeTimer = setTimeout(hide, 6000);
}

/** On a phone one of the two is shown. */
function view(name: "editor" | "findings"): void {
  main.dataset["view"] = name;
  byId("view-editor").setAttribute("aria-pressed", String(name === "editor"));
  byId("view-findings").setAttribute("aria-pressed", String(name === "findings"));
}

const THEMES = ["auto", "light", "dark"] as const;

function theme(name: (typeof THEMES)[number]): void {
  document.documentElement.dataset["theme"] = name;
  const button = byId("theme");
  button.replaceChildren(themeSign(name), { auto: "Auto", light: "Light", dark: "Dark" }[name]);
  button.setAttribute("aria-label", `Theme: ${name}`);
  button.title = "Theme: like the system, light or dark";
}

/** A disc that is empty, full or half of each. */
function themeSign(name: (typeof THEMES)[number]): SVGElement {
  const half = "M8 2a6 6 0 0 1 0 12z";
  const whole = "M8 2a6 6 0 1 1 0 12a6 6 0 0 1 0-12z";
  const sign = icon("info");
  sign.setAttribute("class", "");
  const [disc] = sign.children;
  disc?.setAttribute("d", whole);
  disc?.setAttribute("fill", name === "dark" ? "currentColor" : "none");
  disc?.setAttribute("stroke", "currentColor");
  const filled = disc?.cloneNode() as SVGElement;
  filled.setAttribute("d", name === "auto" ? half : "");
  filled.setAttribute("fill", "currentColor");
  sign.append(filled);
  return sign;
}

async function share(): Promise<void> {
  const hash = await encode(project());
  history.replaceState(null, "", hash);
  const size = hash.length > MAX_COMFORTABLE_LINK ? ` It is long (${Math.ceil(hash.length / 1000)} kB): some programs cut it.` : "";
  try {
    await navigator.clipboard.writeText(location.href);
    notice(`The link is copied. It holds both files and needs no server.${size}`);
  } catch {
    notice(`The address of this page is now the link.${size}`);
  }
}

async function loadShared(): Promise<boolean> {
  if (!isShared(location.hash)) return false;
  try {
    const shared = await decode(location.hash);
    const mine = memory.project("project");
    load(shared);
    if (mine && JSON.stringify(mine.files) !== JSON.stringify(shared.files)) {
      memory.set("before-share", JSON.stringify(mine));
      notice("These files came with the link.", { name: "Back to mine", press: () => restore(mine) });
    }
    return true;
  } catch (error) {
    notice(`The link could not be read: ${error instanceof Error ? error.message : error}.`);
    return false;
  }
}

function restore(mine: Project): void {
  load(mine);
  changed();
}

function reset(): void {
  const mine = project();
  load(example());
  changed();
  notice("This is the example.", { name: "Back to mine", press: () => restore(mine) });
}

function start(): void {
  presetBox.append(...PRESETS.map(([value, words]) => h("option", { value }, words)));
  presetBox.addEventListener("change", changed);
  byId("reset").addEventListener("click", reset);
  byId("share").addEventListener("click", () => void share());
  byId("view-editor").addEventListener("click", () => view("editor"));
  byId("view-findings").addEventListener("click", () => view("findings"));
  byId("remove").addEventListener("click", () => {
    editor.remove(editor.active);
    open(BASE_FILES[0] ?? "");
    changed();
  });
  const notes = byId("notes");
  notes.addEventListener("click", () => {
    const shown = notes.getAttribute("aria-pressed") !== "true";
    notes.setAttribute("aria-pressed", String(shown));
    editor.showNotes(shown);
  });
  const saved = THEMES.find((name) => name === memory.get("theme")) ?? "auto";
  theme(saved);
  byId("theme").addEventListener("click", () => {
    const now = THEMES.findIndex((name) => name === document.documentElement.dataset["theme"]);
    const next = THEMES[(now + 1) % THEMES.length] ?? "auto";
    theme(next);
    memory.set("theme", next);
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "F8" || byId<HTMLDialogElement>("docs").open) return;
    event.preventDefault();
    step(event.shiftKey ? -1 : 1);
  });
  addEventListener("hashchange", () => void loadShared());
  addEventListener("pagehide", () => {
    if (saving !== undefined) save();
  });
  load(memory.project("project") ?? example());
  void loadShared();
}

start();
