/** Just enough Markdown for a rule's documentation. It makes elements, so no text can become markup. */

import { h } from "./dom";

/** Shows a text. */
export function markdown(text: string): DocumentFragment {
  const page = document.createDocumentFragment();
  const lines = text.split("\n");
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? "";
    const fence = /^(`{3,})([^`]*)$/.exec(line);
    const heading = /^(#{1,6})\s+(.*)$/.exec(line);
    if (line.trim() === "") {
      at += 1;
    } else if (fence) {
      const end = lines.findIndex((other, index) => index > at && other.startsWith(fence[1] ?? "```"));
      const stop = end < 0 ? lines.length : end;
      page.append(code(fence[2] ?? "", lines.slice(at + 1, stop)));
      at = stop + 1;
    } else if (heading) {
      // The dialog's own title is the second level.
      page.append(h((heading[1]?.length ?? 1) < 3 ? "h3" : "h4", {}, ...inline(heading[2] ?? "")));
      at += 1;
    } else {
      const stop = blockEnd(lines, at);
      page.append(block(lines.slice(at, stop)));
      at = stop;
    }
  }
  return page;
}

const ITEM = /^\s*(?:[-*]|\d+[.)])\s+/;

function blockEnd(lines: string[], start: number): number {
  let at = start + 1;
  while (at < lines.length && !/^\s*$|^`{3}|^#{1,6}\s/.test(lines[at] ?? "")) {
    if (ITEM.test(lines[at] ?? "") && !ITEM.test(lines[start] ?? "")) break;
    at += 1;
  }
  return at;
}

function block(lines: string[]): HTMLElement {
  const first = lines[0] ?? "";
  if (ITEM.test(first)) {
    const items: string[] = [];
    for (const line of lines) {
      if (ITEM.test(line)) items.push(line.replace(ITEM, ""));
      else items.push(`${items.pop() ?? ""} ${line.trim()}`);
    }
    return h(/^\s*\d/.test(first) ? "ol" : "ul", {}, ...items.map((item) => h("li", {}, ...inline(item))));
  }
  if (first.startsWith("|")) return table(lines);
  if (first.startsWith(">")) {
    return h("blockquote", {}, ...inline(lines.map((line) => line.replace(/^>\s?/, "")).join(" ")));
  }
  return h("p", {}, ...inline(lines.join(" ")));
}

function table(lines: string[]): HTMLElement {
  const rows = lines.filter((line) => !/^\|[\s:|-]+\|?$/.test(line));
  const cells = (line: string) => line.replace(/^\||\|\s*$/g, "").split("|").map((cell) => inline(cell.trim()));
  const [head = "", ...body] = rows;
  const header = h("thead", {}, h("tr", {}, ...cells(head).map((cell) => h("th", {}, ...cell))));
  const content = body.map((line) => h("tr", {}, ...cells(line).map((cell) => h("td", {}, ...cell))));
  return h("div", { class: "scroll" }, h("table", {}, header, h("tbody", {}, ...content)));
}

/** A fence's first words say what the example is: `dockerfile,expect` is one that the rule finds. */
function code(info: string, lines: string[]): HTMLElement {
  const words = info.trim().split(/[\s,]+/);
  const caption = words.includes("expect") ? "Found" : words.includes("fixed") ? "Fixed" : null;
  const text = h("pre", { tabindex: "0" }, h("code", {}, lines.join("\n")));
  return h("figure", { class: "example" }, caption && h("figcaption", {}, caption), text);
}

const INLINE = /(`+)(.+?)\1|\*\*(.+?)\*\*|\*([^*\s][^*]*)\*|\[([^\]]+)\]\(([^)\s]+)\)|<(https?:[^>\s]+)>/g;

function inline(text: string): (Node | string)[] {
  const out: (Node | string)[] = [];
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    out.push(text.slice(at, match.index));
    at = match.index + match[0].length;
    const [, , quoted, strong, emphasis, words, target, address] = match;
    if (quoted !== undefined) out.push(h("code", {}, quoted.trim()));
    else if (strong !== undefined) out.push(h("strong", {}, ...inline(strong)));
    else if (emphasis !== undefined) out.push(h("em", {}, ...inline(emphasis)));
    else if (address !== undefined) out.push(link(address, [address]));
    else out.push(link(target ?? "", inline(words ?? "")));
  }
  out.push(text.slice(at));
  return out;
}

/** Only addresses of the web become links. */
function link(target: string, words: (Node | string)[]): Node {
  if (!/^https?:\/\//.test(target)) return h("span", {}, ...words);
  return h("a", { href: target, rel: "noopener noreferrer", target: "_blank" }, ...words);
}
