/** The few lines of help that building a page by hand needs. */

type Child = Node | string | null | undefined | false;
type Props = Record<string, string | boolean | ((event: Event) => void)>;

/** Makes an element. A function becomes a listener, `true` an empty attribute, and text is never read as HTML. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false) element.setAttribute(name, value);
  }
  for (const child of children) {
    if (child) element.append(child);
  }
  return element;
}

/** The element that index.html gives this id. */
export function byId<T extends HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no #${id}`);
  return element as T;
}

/** A text whose `quoted` parts are shown as code. */
export function withCode(text: string): (Node | string)[] {
  return text.split("`").map((part, index) => (index % 2 === 1 ? h("code", {}, part) : part));
}

const SHAPES = {
  error: "M8 1.5 14.5 8 8 14.5 1.5 8zM8 5v3.5M8 10.8v.2",
  warning: "M8 2 15 14H1zM8 6.5V10M8 12v.2",
  info: "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13zM8 7.2V11.5M8 4.8v.2",
  style: "M2.5 13.5 3 10.5 11 2.5 13.5 5 5.5 13zM9.5 4 12 6.5",
};

/** A severity's sign: its shape tells it apart, not only its colour. */
export function icon(severity: keyof typeof SHAPES): SVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", `icon ${severity}`);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", SHAPES[severity]);
  svg.append(path);
  return svg;
}
