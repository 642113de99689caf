/** What the rules say about themselves: a file of its own, which the first findings do not wait for. */

import address from "../../pkg/rules.json?url";
import type { RuleInfo, RulesReport } from "../../types";

let asked: Promise<RuleInfo[]> | null = null;

/** All rules. Asked for once; again only when that failed. */
export function rules(): Promise<RuleInfo[]> {
  asked ??= load().catch((error: unknown) => {
    asked = null;
    throw error;
  });
  return asked;
}

async function load(): Promise<RuleInfo[]> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return ((await response.json()) as RulesReport).rules;
}
