/** The editor: one document per file, with the findings drawn into it. */

import { defaultKeymap, history, historyKeymap, isolateHistory } from "@codemirror/commands";
import { HighlightStyle, StreamLanguage, bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { dockerFile } from "@codemirror/legacy-modes/mode/dockerfile";
import { yaml } from "@codemirror/legacy-modes/mode/yaml";
import { type Diagnostic, linter, lintGutter, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension, StateEffect, StateField, type Text } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  EditorView,
  WidgetType,
  drawSelection,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { EditorEdit, Severity } from "../../types";
import { h, icon, withCode } from "./dom";
import type { ProjectFile } from "./project";

/** A finding as the editor draws it. */
export interface Mark {
  from: number;
  to: number;
  severity: Severity;
  rule: string;
  message: string;
  /** What is shown under the line; `null` when another mark's note speaks for it. */
  note: string | null;
  help: string | null;
  actions: { name: string; apply: () => void }[];
}

const highlighting = HighlightStyle.define([
  { tag: [tags.keyword, tags.atom, tags.definition(tags.propertyName)], color: "var(--syn-key)" },
  { tag: tags.string, color: "var(--syn-string)" },
  { tag: tags.comment, color: "var(--syn-comment)", fontStyle: "italic" },
  { tag: [tags.number, tags.bool], color: "var(--syn-number)" },
  { tag: [tags.variableName, tags.meta], color: "var(--syn-name)" },
]);

class Note extends WidgetType {
  constructor(private readonly marks: Mark[]) {
    super();
  }

  override eq(other: Note): boolean {
    const text = ({ marks }: Note) => marks.map(({ severity, note }) => severity + note).join("\n");
    return text(this) === text(other);
  }

  override toDOM(): HTMLElement {
    const lines = this.marks.map(({ severity, note }) =>
      h("div", { class: `note ${severity}` }, icon(severity), h("span", {}, ...withCode(note ?? ""))),
    );
    return h("div", { class: "notes" }, ...lines);
  }

  override ignoreEvent(): boolean {
    return false;
  }
}

const setNotes = StateEffect.define<DecorationSet>();
const notes = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(value, transaction) {
    let next = value.map(transaction.changes);
    for (const effect of transaction.effects) if (effect.is(setNotes)) next = effect.value;
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

export class Editor {
  readonly #view: EditorView;
  readonly #states = new Map<string, EditorState>();
  readonly #marks = new Map<string, Mark[]>();
  #active = "";
  #notes = true;

  /** `changed` hears of every edit, by hand or by a fix. */
  constructor(parent: HTMLElement, private readonly changed: () => void) {
    this.#view = new EditorView({ parent });
  }

  /** The path of the file that is shown. */
  get active(): string {
    return this.#active;
  }

  /** The place of the cursor in the file that is shown. */
  get cursor(): number {
    return this.#view.state.selection.main.head;
  }

  /** All files as they are now. */
  files(): ProjectFile[] {
    this.#keep();
    return [...this.#states].map(([path, state]) => ({ path, text: state.doc.toString() }));
  }

  /** One file's text as it is now. */
  text(path: string): string {
    this.#keep();
    return this.#states.get(path)?.doc.toString() ?? "";
  }

  /** Begins anew with these files. */
  load(files: ProjectFile[], active: string): void {
    this.#states.clear();
    this.#marks.clear();
    for (const file of files) this.add(file);
    this.#active = "";
    this.open(active);
  }

  add({ path, text }: ProjectFile): void {
    this.#states.set(path, EditorState.create({ doc: text, extensions: this.#extensions(path) }));
  }

  remove(path: string): void {
    this.#states.delete(path);
    this.#marks.delete(path);
    if (this.#active === path) this.#active = "";
  }

  /** Shows a file. */
  open(path: string): void {
    const state = this.#states.get(path);
    if (!state || path === this.#active) return;
    this.#keep();
    this.#active = path;
    this.#view.setState(state);
    this.#draw();
  }

  /** Shows a place, selects it and takes the focus. */
  go(path: string, from: number, to: number): void {
    this.open(path);
    const end = this.#view.state.doc.length;
    const range = { anchor: Math.min(from, end), head: Math.min(to, end) };
    this.#view.dispatch({
      selection: range,
      effects: EditorView.scrollIntoView(range.anchor, { y: "center" }),
      userEvent: "select",
    });
    this.#view.focus();
  }

  /** Makes the edits of one fix, in any file: one step for undo. */
  apply(edits: EditorEdit[]): void {
    const first = edits[0];
    if (!first) return;
    this.#keep();
    for (const path of new Set(edits.map((edit) => edit.path))) {
      const changes = edits.filter((edit) => edit.path === path).map(({ from, to, text }) => ({ from, to, insert: text }));
      const change = { changes, annotations: isolateHistory.of("full"), userEvent: "input.fix" };
      if (path === this.#active) {
        this.#view.dispatch(change);
      } else {
        const state = this.#states.get(path);
        if (state) this.#states.set(path, state.update(change).state);
      }
    }
    this.changed();
    this.go(first.path, first.from, first.from);
  }

  /** Draws the findings of all files. */
  setMarks(marks: Map<string, Mark[]>): void {
    this.#marks.clear();
    for (const [path, list] of marks) this.#marks.set(path, list);
    this.#draw();
  }

  /** Shows or hides the findings under the lines. */
  showNotes(shown: boolean): void {
    this.#notes = shown;
    this.#draw();
  }

  focus(): void {
    this.#view.focus();
  }

  #keep(): void {
    if (this.#active !== "") this.#states.set(this.#active, this.#view.state);
  }

  #draw(): void {
    const { state } = this.#view;
    const marks = this.#marks.get(this.#active) ?? [];
    const underText = this.#notes ? noteDecorations(marks, state.doc) : Decoration.none;
    this.#view.dispatch(setDiagnostics(state, marks.map((mark) => diagnostic(mark, state.doc))));
    this.#view.dispatch({ effects: setNotes.of(underText) });
  }

  #extensions(path: string): Extension {
    const isYaml = /\.ya?ml$/i.test(path);
    return [
      lineNumbers(),
      lintGutter(),
      highlightActiveLineGutter(),
      history(),
      drawSelection(),
      indentOnInput(),
      indentUnit.of(isYaml ? "  " : "    "),
      bracketMatching(),
      highlightActiveLine(),
      highlightSelectionMatches(),
      // Tab is not bound, so that it leaves the editor: nobody is trapped.
      keymap.of([...defaultKeymap, ...searchKeymap, ...historyKeymap]),
      linter(null),
      notes,
      StreamLanguage.define(isYaml ? yaml : dockerFile),
      syntaxHighlighting(highlighting),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": `Text of ${path}`, spellcheck: "false", autocapitalize: "off" }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged && !update.transactions.some((one) => one.isUserEvent("input.fix"))) this.changed();
      }),
    ];
  }
}

function diagnostic(mark: Mark, doc: Text): Diagnostic {
  const { severity, rule, message, help, actions } = mark;
  const from = Math.min(mark.from, doc.length);
  return {
    from,
    to: Math.max(from, Math.min(mark.to, doc.length)),
    severity: severity === "style" ? "hint" : severity,
    message: `${severity}: ${message}`,
    source: rule,
    renderMessage: () =>
      h(
        "div",
        { class: "tooltip" },
        h("p", {}, icon(severity), h("span", { class: "word" }, `${severity} `), ...withCode(message)),
        help !== null && h("p", { class: "help" }, ...withCode(help)),
      ),
    actions: actions.map(({ name, apply }) => ({ name, apply })),
  };
}

function noteDecorations(marks: Mark[], doc: Text): DecorationSet {
  const lines = new Map<number, Mark[]>();
  for (const mark of marks.filter(({ note }) => note !== null)) {
    const end = doc.lineAt(Math.min(mark.from, doc.length)).to;
    lines.set(end, [...(lines.get(end) ?? []), mark]);
  }
  const widgets = [...lines].map(([end, list]) => Decoration.widget({ widget: new Note(list), block: true, side: 1 }).range(end));
  return Decoration.set(widgets, true);
}
