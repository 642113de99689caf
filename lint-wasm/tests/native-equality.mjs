// Checks that the WebAssembly module gives the very bytes that the native engine gives.
//
//   node native-equality.mjs REPORTS.json
//
// The file holds a list of {files: [{path, text}], options, report}; `options` and `report` are texts.

import { readFile } from "node:fs/promises";
import { test } from "node:test";
import assert from "node:assert/strict";
import { initSync, Workspace } from "../pkg/plimsoll.js";

const [file] = process.argv.slice(2);
if (!file) {
  console.error("usage: node native-equality.mjs REPORTS.json");
  process.exit(2);
}
const cases = JSON.parse(await readFile(file, "utf8"));
initSync({ module: await readFile(new URL("../pkg/plimsoll_bg.wasm", import.meta.url)) });

test("there is something to compare", () => {
  assert.ok(cases.some(({ report }) => JSON.parse(report).findings.length > 0));
});

for (const [index, { files, options, report }] of cases.entries()) {
  const name = files.map(({ path }) => path).join(", ") || "no files";
  test(`project ${index} (${name}), options ${options}`, () => {
    const workspace = new Workspace();
    for (const { path, text } of files) workspace.set(path, text);
    assert.equal(workspace.check(options), report);
    const findings = JSON.parse(report).findings;
    const places = JSON.parse(workspace.editor());
    assert.equal(places.length, findings.length);
    const texts = new Map(files.map(({ path, text }) => [path, text]));
    for (const [at, finding] of findings.entries()) {
      const text = texts.get(finding.path);
      const bytes = Buffer.from(text).subarray(finding.start.offset, finding.end.offset).toString();
      assert.equal(text.slice(places[at].from, places[at].to), bytes, `${finding.rule} at ${finding.start.line}`);
    }
    workspace.free();
  });
}
