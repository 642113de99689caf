/** How the page looks: themes, sizes, and what a checker of accessibility says. */

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { picture, start, visit } from "./browser.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site.stop());

const axe = await readFile(new URL("../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

/** The violations that keep somebody from using the page. */
async function serious(page) {
  const { violations } = await page.evaluate(`(() => { ${axe}; return axe.run(document); })()`);
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
}

for (const colorScheme of ["light", "dark"]) {
  for (const [size, viewport] of [["desktop", { width: 1280, height: 800 }], ["phone", { width: 390, height: 844 }]]) {
    test(`${size}, ${colorScheme}: nothing serious for axe, nothing to scroll sideways`, () =>
      visit(site, { colorScheme, viewport }, async (page) => {
        await picture(page, `${size}-${colorScheme}`);
        assert.deepEqual(await serious(page), []);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
        if (size === "phone") {
          await page.click("#view-findings");
          await picture(page, `${size}-${colorScheme}-findings`);
          assert.deepEqual(await serious(page), []);
          assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
          const sideways = "#findings, .findings-pane";
          const fits = await page.$$eval(sideways, (panes) => panes.every((pane) => pane.scrollWidth <= pane.clientWidth + 1));
          assert.ok(fits, "the findings fit");
        }
      }));
  }
}

test("the documentation of a rule passes axe, too", () =>
  visit(site, {}, async (page) => {
    await page.locator('.finding button:text("Why")').first().click();
    await page.waitForSelector("#docs[open] .lead");
    await page.waitForTimeout(250);
    await picture(page, "docs");
    assert.deepEqual(await serious(page), []);
  }));

test("the toggle goes from the system's theme to light to dark, and a reload keeps it", () =>
  visit(site, { colorScheme: "light" }, async (page) => {
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await background();
    await page.click("#theme");
    assert.equal(await background(), light);
    await page.click("#theme");
    const dark = await background();
    assert.notEqual(dark, light);
    await page.reload();
    await page.waitForSelector("#findings .finding");
    assert.equal(await background(), dark);
  }));

test("the two views of a phone show one pane each", () =>
  visit(site, { viewport: { width: 390, height: 844 } }, async (page) => {
    assert.ok(await page.isVisible(".editor-pane"));
    assert.ok(!(await page.isVisible(".findings-pane")));
    await page.click("#view-findings");
    assert.ok(!(await page.isVisible(".editor-pane")));
    await page.locator(".finding .go").first().click();
    assert.ok(await page.isVisible(".editor-pane"), "going to a place shows the editor");
  }));
