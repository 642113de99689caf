/** Owns the WebAssembly module, so that the page never waits for it and survives its end. */

import init, { Workspace } from "../../pkg/plimsoll.js";
import address from "../../pkg/plimsoll_bg.wasm?url";
import type { Answer, Request } from "./messages";

const say = (answer: Answer): void => postMessage(answer);
let workspace: Workspace | null = null;

/** Compiles while the bytes arrive, or after, where the server gives them another type. */
async function compile(): Promise<WebAssembly.Module> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  const typed = response.headers.get("content-type")?.startsWith("application/wasm");
  if (typed && "compileStreaming" in WebAssembly) return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

async function start(): Promise<void> {
  try {
    await init({ module_or_path: await compile() });
    workspace = new Workspace();
    say({ type: "ready", version: workspace.version() });
  } catch (error) {
    say({ type: "failed", message: String(error) });
  }
}

function answer(engine: Workspace, request: Request): Answer {
  for (const path of request.remove) engine.remove(path);
  for (const { path, text } of request.set) engine.set(path, text);
  const report = JSON.parse(engine.check(JSON.stringify(request.options)));
  const places = JSON.parse(engine.editor());
  return { type: "checked", rev: request.rev, report, places, wanted: JSON.parse(engine.wanted()) };
}

addEventListener("message", (event: MessageEvent<Request>) => {
  if (!workspace) return;
  try {
    say(answer(workspace, event.data));
  } catch (error) {
    // After a trap the module's memory cannot be trusted: the page starts another worker.
    workspace = null;
    say({ type: "crashed", message: String(error) });
  }
});

void start();
