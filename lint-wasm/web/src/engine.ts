/** The page's side of the worker: revisions, one request at a time, and a new worker after a crash. */

import type { CheckOptions } from "../../types";
import type { Answer, Checked, Request } from "./messages";
import type { ProjectFile } from "./project";

/** A check that takes longer than this is taken for a hang. */
const PATIENCE = 10_000;

export interface Listener {
  ready(version: string): void;
  checked(answer: Checked): void;
  /** The module could not be loaded at all. */
  failed(message: string): void;
  /** The worker ended; `again` is true when it was started once more with the same files. */
  crashed(message: string, again: boolean): void;
}

export class Engine {
  #worker: Worker | null = null;
  #ready = false;
  /** Counts the changes; an answer to an older one is of no use. */
  #rev = 0;
  #sent = 0;
  #crashedAt = -1;
  #busy = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #files = new Map<string, string>();
  /** What the worker has. */
  #known = new Map<string, string>();
  #options: CheckOptions = {};

  constructor(private readonly listener: Listener) {
    this.#start();
  }

  /** Checks these files; the listener hears of the latest state only. */
  check(files: readonly ProjectFile[], options: CheckOptions): void {
    this.#files = new Map(files.map(({ path, text }) => [path, text]));
    this.#options = options;
    this.#rev += 1;
    this.#next();
  }

  /** Tries again after the module could not be loaded. */
  retry(): void {
    this.#start();
  }

  #start(): void {
    clearTimeout(this.#timer);
    this.#worker?.terminate();
    this.#ready = false;
    this.#busy = false;
    this.#known.clear();
    this.#sent = 0;
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    worker.addEventListener("message", (event: MessageEvent<Answer>) => {
      if (worker === this.#worker) this.#hear(event.data);
    });
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      if (worker === this.#worker) this.#crash(event.message || "it could not be started");
    });
    this.#worker = worker;
  }

  #next(): void {
    if (!this.#ready || this.#busy || this.#sent === this.#rev) return;
    const set: ProjectFile[] = [];
    for (const [path, text] of this.#files) {
      if (this.#known.get(path) !== text) set.push({ path, text });
    }
    const remove = [...this.#known.keys()].filter((path) => !this.#files.has(path));
    this.#known = new Map(this.#files);
    this.#sent = this.#rev;
    this.#busy = true;
    this.#timer = setTimeout(() => this.#crash("it took too long"), PATIENCE);
    const request: Request = { rev: this.#rev, set, remove, options: this.#options };
    this.#worker?.postMessage(request);
  }

  #hear(answer: Answer): void {
    switch (answer.type) {
      case "ready":
        this.#ready = true;
        this.listener.ready(answer.version);
        this.#next();
        break;
      case "failed":
        this.listener.failed(answer.message);
        break;
      case "checked":
        clearTimeout(this.#timer);
        this.#busy = false;
        if (answer.rev === this.#rev) this.listener.checked(answer);
        this.#next();
        break;
      case "crashed":
        this.#crash(answer.message);
    }
  }

  #crash(message: string): void {
    // The same input gets one more chance. After that only a change starts another check.
    const again = this.#crashedAt !== this.#rev;
    this.#crashedAt = this.#rev;
    const started = this.#ready;
    this.#start();
    if (!again) this.#sent = this.#rev;
    if (!again && !started) this.#worker?.terminate();
    this.listener.crashed(message, again);
  }
}
