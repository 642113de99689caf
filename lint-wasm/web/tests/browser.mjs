/** A browser and pages for the tests. A page that reports any error fails its test. */

import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { serve } from "./server.mjs";

const DIST = fileURLToPath(new URL("../dist", import.meta.url));

function executable() {
  if (process.env.PLIMSOLL_CHROMIUM) return process.env.PLIMSOLL_CHROMIUM;
  const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = folders.flatMap((folder) => names.map((name) => join(folder, name))).find(existsSync);
  if (!found) throw new Error("no Chromium was found: `cargo xtask test-web` installs one, or set PLIMSOLL_CHROMIUM");
  return found;
}

/** Starts a server and a browser; `run` gets a function that opens the playground in a fresh profile. */
export async function start() {
  if (!existsSync(join(DIST, "index.html"))) throw new Error("there is no dist/: run `cargo xtask web` first");
  const server = await serve(DIST);
  const browser = await chromium.launch({
    executablePath: executable(),
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  const stop = async () => {
    await browser.close();
    await server.stop();
  };
  return { address: server.address, dist: DIST, browser, stop };
}

/** Opens the playground, hands it to `body` and fails on any error that the page reported meanwhile. */
export async function visit({ browser, address }, options, body) {
  const { before, at = "", errors: expected = [], first = true, ...context } = options;
  const visitor = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...context });
  const page = await visitor.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  try {
    if (before) await before(page);
    await page.goto(new URL(at, options.address ?? address).href);
    if (first) await page.waitForSelector("#findings .finding, #findings .calm", { state: "attached" });
    await body(page, visitor);
  } finally {
    await visitor.close();
  }
  const surprising = errors.filter((error) => !expected.some((pattern) => pattern.test(error)));
  assert.deepEqual(surprising, [], "the page reported errors");
}

/** Replaces the text of the file that is shown, as a paste would. */
export async function write(page, text) {
  await page.locator(".cm-content").focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(text);
}

/** The text of the file that is shown: its lines without notes and other furniture. */
export async function read(page) {
  return (await page.locator(".cm-line").allTextContents()).join("\n");
}

/** What is underlined in the file that is shown. */
export function underlined(page) {
  return page.locator(".cm-lintRange").allTextContents();
}

/** Waits until `probe` gives what `accept` accepts. */
export async function until(probe, accept, what) {
  const end = Date.now() + 5000;
  let last;
  while (Date.now() < end) {
    last = await probe();
    if (accept(last)) return last;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  assert.fail(`${what}: still ${JSON.stringify(last)}`);
}

/** Keeps a picture where PLIMSOLL_SCREENSHOT_DIR says so. */
export async function picture(page, name) {
  const folder = process.env.PLIMSOLL_SCREENSHOT_DIR;
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
