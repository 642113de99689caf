/** The documentation of a rule, in a dialog. */

import type { RuleInfo } from "../../types";
import { byId, h, icon, withCode } from "./dom";
import { markdown } from "./markdown";

const FIXES = { safe: "safe fix", unsafe: "fix to look at", "display-only": "fix by hand" };

/** Opens the dialog, with a sentence where there is nothing to show. */
export function showDocs(rule: string, info: RuleInfo | string): void {
  const dialog = byId<HTMLDialogElement>("docs");
  const close = h("button", { type: "button", class: "quiet close", click: () => dialog.close() }, "Close");
  const head = h("header", {}, h("h2", { id: "docs-title" }, rule), close);
  const body = typeof info === "string" ? [h("p", {}, info)] : page(info);
  dialog.replaceChildren(head, h("div", { class: "docs-body", tabindex: "0" }, ...body));
  dialog.onclick = (event) => {
    if (event.target === dialog) dialog.close();
  };
  if (!dialog.open) dialog.showModal();
}

function page(info: RuleInfo): (Node | null)[] {
  const facts = [h("span", {}, icon(info.severity), info.severity), h("span", {}, info.category)];
  if (info.fix) facts.push(h("span", {}, FIXES[info.fix]));
  return [
    h("p", { class: "lead" }, ...withCode(info.summary)),
    h("p", { class: "facts" }, ...facts),
    markdown(info.docs),
    info.aliases.length > 0 ? h("p", { class: "aliases" }, "Also known as ", info.aliases.join(", ")) : null,
    h("p", {}, h("a", { href: info.url, target: "_blank", rel: "noopener noreferrer" }, "The rule's page")),
  ];
}
