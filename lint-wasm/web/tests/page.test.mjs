/** What the page does, each test in a fresh profile against the built page. */

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { serve } from "./server.mjs";
import { picture, read, start, underlined, until, visit, write } from "./browser.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site.stop());

const LATEST = '.finding[data-rule="no-latest-tag"]';
const count = (page, selector) => page.locator(selector).count();
const selection = (page) => page.evaluate(() => getSelection().toString());
const inEditor = (page) => page.evaluate(() => document.activeElement?.classList.contains("cm-content"));
const tab = (page, path) => page.getByRole("tab", { name: path });

test("the first visit shows the example and its findings in both files", () =>
  visit(site, {}, async (page) => {
    assert.match(await read(page), /^FROM /m);
    assert.ok((await count(page, ".finding")) >= 3);
    assert.equal(await count(page, ".group"), 2);
    assert.ok((await underlined(page)).length > 0);
    assert.ok((await count(page, ".note")) > 0);
    for (const severity of await page.locator(".finding .severity").allTextContents()) {
      assert.match(severity, /^(error|warning|info|style)$/);
    }
  }));

test("in each file the worst finding comes first", () =>
  visit(site, {}, async (page) => {
    const order = ["error", "warning", "info", "style"];
    for (const group of await page.locator(".group").all()) {
      const ranks = (await group.locator(".severity").allTextContents()).map((word) => order.indexOf(word));
      assert.deepEqual(ranks, ranks.toSorted());
    }
  }));

test("a finding appears while one types and goes with its cause", () =>
  visit(site, {}, async (page) => {
    await write(page, "FROM alpine:3.22\nUSER 1000:1000\n");
    await until(() => count(page, LATEST), (n) => n === 0, "a pinned tag");
    await write(page, "FROM alpine:latest\nUSER 1000:1000\n");
    await until(() => count(page, LATEST), (n) => n === 1, "latest");
    assert.deepEqual(await underlined(page), ["alpine:latest"]);
    await write(page, "FROM alpine:3.22\nUSER 1000:1000\n");
    await until(() => count(page, LATEST), (n) => n === 0, "a pinned tag again");
    assert.deepEqual(await underlined(page), []);
  }));

test("a click on a finding selects its place and focuses the editor", () =>
  visit(site, {}, async (page) => {
    await write(page, "FROM alpine:3.22\nFROM alpine:latest\n");
    await page.locator(`${LATEST} .go`).click();
    assert.ok(await inEditor(page));
    assert.equal(await selection(page), "alpine:latest");
  }));

test("an answer to an older text is never shown", () =>
  visit(
    site,
    {
      before: (page) =>
        page.addInitScript(() => {
          // A worker whose answers take a while on their way, while texts go on changing.
          const Real = window.Worker;
          window.Worker = class extends Real {
            addEventListener(type, listener) {
              if (type !== "message") return super.addEventListener(type, listener);
              super.addEventListener(type, (event) => setTimeout(() => listener(event), 150));
            }
          };
        }),
    },
    async (page) => {
      await write(page, "FROM alpine:3.22\n");
      await until(() => count(page, LATEST), (n) => n === 0, "a quiet start");
      await page.evaluate((selector) => {
        window.seen = 0;
        new MutationObserver(() => {
          window.seen += document.querySelectorAll(selector).length;
        }).observe(document.querySelector("#findings"), { childList: true, subtree: true });
      }, LATEST);
      await write(page, "FROM alpine:latest\n");
      await write(page, "FROM alpine:3.21\n");
      await page.waitForTimeout(700);
      assert.equal(await page.evaluate(() => window.seen), 0);
      await write(page, "FROM busybox:latest\n");
      await until(() => count(page, LATEST), (n) => n === 1, "the last text");
    },
  ));

test("a fix edits the text, and one undo takes it back", () =>
  visit(site, {}, async (page) => {
    const text = "FROM alpine:3.22\n# plimsoll: ignore[no-latest-tag] no longer\nUSER 1000:1000\n";
    const unused = '.finding[data-rule="unused-suppression"]';
    await write(page, text);
    const fix = page.locator(`${unused} .fix`);
    await fix.waitFor();
    assert.match(await fix.textContent(), /safe$/);
    await fix.click();
    await until(() => read(page), (now) => now === "FROM alpine:3.22\nUSER 1000:1000\n", "the fix");
    await until(() => count(page, unused), (n) => n === 0, "the finding");
    assert.ok(await inEditor(page));
    await page.keyboard.press("Control+z");
    assert.equal(await read(page), text);
    await until(() => count(page, unused), (n) => n === 1, "the finding is back");
  }));

const SHELL_FORM = "FROM node:24.11-slim\nUSER 1000:1000\nCMD node server.js\n";

test("what is typed right after a fix is undone apart from it", () =>
  visit(site, {}, async (page) => {
    await write(page, SHELL_FORM);
    await page.locator('.finding[data-rule="json-args"] .fix').click();
    await page.keyboard.type("x");
    assert.match(await read(page), /^CMD .*x.*"server.js"/m);
    await page.keyboard.press("Control+z");
    assert.match(await read(page), /^CMD \["node", "server.js"\]$/m);
  }));

test("the tooltip under the pointer says what and offers the fix", () =>
  visit(site, {}, async (page) => {
    await write(page, SHELL_FORM);
    const range = page.locator(".cm-lintRange", { hasText: "node" }).last();
    await until(() => underlined(page), (texts) => texts.join("").includes("node server.js"), "the underline");
    await range.hover();
    const tooltip = page.locator(".cm-tooltip .cm-diagnostic", { hasText: "json-args" });
    await tooltip.waitFor();
    await picture(page, "tooltip");
    await tooltip.locator(".cm-diagnosticAction").click();
    await until(() => read(page), (text) => text.includes('CMD ["node", "server.js"]'), "the fix");
  }));

test("what one service lacks is one row, which opens and stays open", () =>
  visit(site, {}, async (page) => {
    const row = page.locator(".folded", { hasText: "web" });
    assert.match(await row.locator("summary").textContent(), /service web lacks 3 hardenings/);
    const inside = row.locator(".finding");
    assert.equal(await inside.count(), 3);
    assert.ok(!(await inside.first().isVisible()));
    await row.locator("summary").click();
    assert.ok(await inside.first().isVisible());
    await tab(page, "compose.yaml").click();
    assert.equal(await page.locator(".note", { hasText: "lacks 3 hardenings" }).count(), 1);
    await picture(page, "folded");
    await row.locator('[data-rule="init-process"] .fix').click();
    await until(() => row.locator("summary").textContent(), (text) => text.includes("lacks 2 hardenings"), "the fix");
    assert.ok(await inside.first().isVisible(), "it is open still");
  }));

test("the notes under the lines can be put away", () =>
  visit(site, {}, async (page) => {
    await page.click("#notes");
    assert.equal(await count(page, ".note"), 0);
    assert.ok((await underlined(page)).length > 0);
    await page.click("#notes");
    assert.ok((await count(page, ".note")) > 0);
  }));

test("the example comes back, and so does one's own text", () =>
  visit(site, {}, async (page) => {
    const example = await read(page);
    await write(page, "FROM mine:1\n");
    await page.click("#reset");
    assert.equal(await read(page), example);
    await page.click("#notice button");
    assert.equal(await read(page), "FROM mine:1\n");
  }));

test("an unsafe fix says so", () =>
  visit(site, {}, async (page) => {
    await write(page, "FROM alpine:3.22\nCMD node server.js\n");
    const badge = page.locator('.finding[data-rule="json-args"] .fix-badge');
    await badge.waitFor();
    assert.equal(await badge.textContent(), "unsafe");
  }));

test("a finding in one file leads to its other place in the other file", () =>
  visit(site, {}, async (page) => {
    await write(page, "FROM node:24.11-slim\nENV NODE_OPTIONS=--max-old-space-size=1024\nUSER 1000:1000\n");
    await tab(page, "compose.yaml").click();
    await write(page, "services:\n  web:\n    build: .\n    mem_limit: 512m\n");
    await tab(page, "Dockerfile").click();
    const link = page.locator('.finding[data-rule="runtime-heap-fits-limit"] .label .link', { hasText: "compose.yaml:4:" });
    await link.click();
    assert.equal(await tab(page, "compose.yaml").getAttribute("aria-selected"), "true");
    assert.ok(await inEditor(page));
    assert.equal(await selection(page), "512m");
  }));

test("what follows characters beyond the first plane is underlined exactly", () =>
  visit(site, {}, async (page) => {
    await write(page, "# 🚢🚢 é 漢 👩‍🚀\nFROM alpine:latest\nLABEL a=🚢\n");
    await until(() => underlined(page), (texts) => texts.includes("alpine:latest"), "the underline");
    await page.locator(`${LATEST} .go`).click();
    assert.equal(await selection(page), "alpine:latest");
  }));

test("a link brings back the same files elsewhere", () =>
  visit(site, {}, async (page, context) => {
    const dockerfile = "# 🚢 <b>é</b>\nFROM alpine:latest\n";
    const compose = "services:\n  web:\n    image: 'a:1'\n";
    await write(page, dockerfile);
    await tab(page, "compose.yaml").click();
    await write(page, compose);
    await page.selectOption("#preset", "strict");
    await page.click("#share");
    await until(() => page.url(), (url) => url.includes("#v1."), "the link");
    const url = page.url();
    assert.match(new URL(url).hash, /^#v1\.[\w-]+$/);
    const other = await context.browser().newContext();
    const copy = await other.newPage();
    await copy.goto(url);
    await until(() => read(copy), (text) => text === compose, "the file that was shown");
    await tab(copy, "Dockerfile").click();
    assert.equal(await read(copy), dockerfile);
    assert.equal(await copy.inputValue("#preset"), "strict");
    await other.close();
  }));

for (const [what, hash] of [
  ["damaged", "#v1.AAAA"],
  ["oversized", `#v1.${"A".repeat(250_000)}`],
  ["foreign", "#v9.AAAA"],
]) {
  test(`the link is ${what}: the page says so and shows the example`, () =>
    visit(site, { at: hash }, async (page) => {
      await page.waitForSelector("#notice:not([hidden])");
      assert.match(await page.textContent("#notice"), /could not be read/);
      assert.match(await read(page), /^FROM /m);
    }));
}

test("a link does not take the visitor's own work away", () =>
  visit(site, {}, async (page) => {
    await page.click("#share");
    await until(() => page.url(), (url) => url.includes("#v1."), "the link");
    const { hash } = new URL(page.url());
    await write(page, "FROM mine:1\n");
    await page.waitForTimeout(500);
    await page.goto("about:blank");
    await page.goto(site.address + hash);
    await page.waitForSelector("#notice:not([hidden]) button");
    assert.doesNotMatch(await read(page), /mine/);
    await page.click("#notice button");
    assert.equal(await read(page), "FROM mine:1\n");
  }));

test("a reload keeps the text", () =>
  visit(site, {}, async (page) => {
    await write(page, "FROM kept:latest\n");
    await page.reload();
    await page.waitForSelector(LATEST);
    assert.equal(await read(page), "FROM kept:latest\n");
  }));

test("a browser that forbids storage still has a playground", () =>
  visit(
    site,
    {
      before: (page) =>
        page.addInitScript(() => {
          Object.defineProperty(window, "localStorage", {
            get() {
              throw new DOMException("no", "SecurityError");
            },
          });
        }),
    },
    async (page) => {
      await write(page, "FROM alpine:latest\n");
      await page.waitForSelector(LATEST);
    },
  ));

test("F8 walks through the findings of both files and back", () =>
  visit(site, {}, async (page) => {
    await write(page, "FROM a:latest\nFROM b:latest\n");
    await until(() => count(page, LATEST), (n) => n === 2, "two findings");
    const seen = [];
    const total = await count(page, ".finding");
    await page.keyboard.press("Control+Home");
    for (let press = 0; press < total + 1; press += 1) {
      await page.keyboard.press("F8");
      seen.push(`${await page.locator('[role="tab"][aria-selected="true"]').textContent()} ${await selection(page)}`);
    }
    assert.equal(seen.at(-1), seen[0], "round again");
    assert.ok(seen.some((place) => place.startsWith("compose.yaml")));
    await page.keyboard.press("Shift+F8");
    const back = `${await page.locator('[role="tab"][aria-selected="true"]').textContent()} ${await selection(page)}`;
    assert.equal(back, seen.at(-2));
  }));

test("Why opens the documentation of the rule and Escape closes it", () =>
  visit(site, {}, async (page) => {
    const why = page.locator(`${LATEST} button:text("Why")`).first();
    await write(page, "FROM alpine:latest\n");
    await why.click();
    await page.waitForSelector("#docs[open]");
    assert.equal(await page.textContent("#docs-title"), "no-latest-tag");
    assert.ok(await count(page, "#docs .docs-body p"));
    await page.keyboard.press("Escape");
    await page.waitForSelector("#docs", { state: "hidden" });
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Why", "the focus goes back");
  }));

test("Tab leaves the editor", () =>
  visit(site, {}, async (page) => {
    await page.locator(".cm-content").focus();
    await page.keyboard.press("Tab");
    assert.ok(!(await inEditor(page)));
  }));

test("markup in a text stays text", () =>
  visit(site, {}, async (page) => {
    await write(page, "FROM <img/src=x/onerror=alert(1)>:latest\n# `<script>`\n");
    await page.waitForTimeout(300);
    assert.equal(await count(page, "#findings img, .notes img, .cm-tooltip img"), 0);
  }));

test("a file that Compose names can be created and removed", () =>
  visit(site, {}, async (page) => {
    await tab(page, "compose.yaml").click();
    await write(page, "services:\n  api:\n    build: ./api\n");
    await page.locator(".wanted button").click();
    assert.equal(await tab(page, "api/Dockerfile").getAttribute("aria-selected"), "true");
    await until(() => count(page, ".wanted"), (n) => n === 0, "nothing is wanted");
    await page.click("#remove");
    await until(() => count(page, ".wanted"), (n) => n === 1, "wanted again");
  }));

test("the summary is told to screen readers", () =>
  visit(site, {}, async (page) => {
    await write(page, "FROM alpine:latest\n");
    await until(() => page.textContent("#live"), (text) => /\d (error|warning|info|style)/.test(text), "the live region");
  }));

test("a server with another type for WebAssembly is good enough", async () => {
  const plain = await serve(site.dist, { ".wasm": "application/octet-stream" });
  try {
    await visit(site, { address: plain.address }, async (page) => {
      assert.ok((await count(page, ".finding")) > 0);
    });
  } finally {
    await plain.stop();
  }
});

test("a page below a folder finds its parts", async () => {
  const folder = site.dist.replace(/\/dist$/, "");
  const nested = await serve(folder);
  try {
    await visit(site, { address: `${nested.address}dist/` }, async (page) => {
      assert.ok((await count(page, ".finding")) > 0);
    });
  } finally {
    await nested.stop();
  }
});

test("a missing module is a message, and the editor still works", () =>
  visit(
    site,
    {
      before: (page) => page.route("**/*.wasm", (route) => route.fulfill({ status: 404 })),
      first: false,
      errors: [/404/],
    },
    async (page) => {
      await page.waitForSelector("#crash:not([hidden])");
      assert.match(await page.textContent("#crash"), /could not be loaded/);
      await write(page, "FROM alpine:latest\n");
      assert.equal(await read(page), "FROM alpine:latest\n");
      await page.unroute("**/*.wasm");
      await page.click("#crash button");
      await page.waitForSelector(LATEST);
    },
  ));

test("a crash of the worker is told, and another worker goes on with the same files", () =>
  visit(site, { errors: [/boom/] }, async (page) => {
    await write(page, "FROM alpine:latest\n");
    await page.waitForSelector(LATEST);
    await page.workers()[0].evaluate(() => {
      setTimeout(() => {
        throw new Error("boom");
      });
    });
    await page.waitForSelector("#crash:not([hidden])");
    assert.match(await page.textContent("#crash"), /started again/);
    await picture(page, "crash");
    await write(page, "FROM alpine:latest\nFROM busybox:latest\n");
    await until(() => count(page, LATEST), (n) => n === 2, "the new worker's findings");
    assert.equal(await count(page, ".group"), 2, "the file that was not changed is there, too");
  }));

test("six files make the page, the last after the findings, and nothing is asked of any server after that", async () => {
  const server = await serve(site.dist);
  const foreign = [];
  const before = (page) =>
    page.context().on("request", (request) => {
      if (!request.url().startsWith(server.address) && !request.url().startsWith("data:")) foreign.push(request.url());
    });
  try {
    await visit(site, { address: server.address, before }, async (page) => {
      await until(() => server.asked.length, (n) => n === 6, "the documentation");
      assert.match(server.asked.at(-1), /rules-[^/]*\.json$/);
      await write(page, "FROM alpine:latest\nCMD run it\n");
      await page.waitForSelector(LATEST);
      await page.locator(`${LATEST} button:text("Why")`).click();
      await page.waitForSelector("#docs[open]");
      await page.keyboard.press("Escape");
      await page.click("#share");
      await tab(page, "compose.yaml").click();
      await page.waitForTimeout(300);
      assert.equal(server.asked.length, 6, server.asked.join("\n"));
      assert.deepEqual(foreign, []);
    });
  } finally {
    await server.stop();
  }
});

test("typing into a long file stays quick", () =>
  visit(site, {}, async (page) => {
    const lines = Array.from({ length: 2000 }, (_, index) => `RUN echo ${index}`);
    await write(page, `FROM alpine:3.22\n${lines.join("\n")}\n`);
    await page.waitForTimeout(500);
    await page.keyboard.press("Control+Home");
    const begun = Date.now();
    await page.keyboard.type("# a comment of forty characters, as it is");
    assert.ok(Date.now() - begun < 8000, `${Date.now() - begun} ms for forty keys`);
  }));
