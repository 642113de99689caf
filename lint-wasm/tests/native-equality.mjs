// Checks that the WebAssembly module gives the very bytes that the native engine gives.
//
//   node native-equality.mjs REPORTS.json
//
// The file holds a list of {name, files: [{path, text}], options, report, places, wanted}; the last four are texts.

import { readFile } from "node:fs/promises";
import { after, test } from "node:test";
import assert from "node:assert/strict";
import { initSync, Workspace } from "../pkg/plimsoll.js";

const [file] = process.argv.slice(2);
if (!file) {
  console.error("usage: node native-equality.mjs REPORTS.json");
  process.exit(2);
}
const cases = JSON.parse(await readFile(file, "utf8"));
initSync({ module: await readFile(new URL("../pkg/plimsoll_bg.wasm", import.meta.url)) });

const equal = { projects: 0, findings: 0 };
after(() => console.log(`${equal.projects} reports with ${equal.findings} findings are the same in WebAssembly and natively`));

test("there is enough to compare, and something is found", () => {
  assert.ok(cases.length >= 50, `${cases.length} cases`);
  assert.ok(cases.some(({ report }) => JSON.parse(report).findings.length > 0));
});

for (const { name, files, options, report, places, wanted } of cases) {
  test(`${name}, options ${options}`, () => {
    const workspace = new Workspace();
    // The other way round: the order of edits never shows.
    for (const { path, text } of files.toReversed()) workspace.set(path, text);
    assert.equal(workspace.check(options), report);
    assert.equal(workspace.editor(), places);
    assert.equal(workspace.wanted(), wanted);
    workspace.free();
    const { findings } = JSON.parse(report);
    equal.projects += 1;
    equal.findings += findings.length;
    pointsAtTheSame(files, findings, JSON.parse(places));
  });
}

/** The places in UTF-16 units are the same text as the report's bytes. */
function pointsAtTheSame(files, findings, places) {
  assert.equal(places.length, findings.length);
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  for (const [at, finding] of findings.entries()) {
    const text = texts.get(finding.path);
    const bytes = Buffer.from(text).subarray(finding.start.offset, finding.end.offset).toString();
    assert.equal(text.slice(places[at].from, places[at].to), bytes, `${finding.rule} at ${finding.start.line}`);
    for (const [index, label] of finding.labels.entries()) {
      const other = texts.get(label.path);
      const bytes = Buffer.from(other).subarray(label.start.offset, label.end.offset).toString();
      const range = places[at].labels[index];
      assert.equal(other.slice(range.from, range.to), bytes, `a label of ${finding.rule}`);
    }
  }
}
