/** Links that hold a whole project: `#v1.` and the base64url of its deflated JSON. */

import { asProject, type Project } from "./project";

const PREFIX = "#v1.";
/** A link longer than this is no link that somebody meant to send. */
const MAX_LINK = 200_000;
/** And this is the most that one may unpack to. */
const MAX_JSON = 2_000_000;

/** True when the address holds a project, whether it can be read or not. */
export function isShared(hash: string): boolean {
  return hash.startsWith("#v");
}

/** The part of the address from `#` on. */
export async function encode(project: Project): Promise<string> {
  const json = new TextEncoder().encode(JSON.stringify(project));
  const packed = await collect(pipe(json, new CompressionStream("deflate-raw")), MAX_JSON);
  let binary = "";
  for (const byte of packed) binary += String.fromCharCode(byte);
  return PREFIX + btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** The project of an address; an error says in plain words why there is none. */
export async function decode(hash: string): Promise<Project> {
  if (!hash.startsWith(PREFIX)) throw new Error("it was made by another version");
  if (hash.length > MAX_LINK) throw new Error("it is too long");
  let project: Project | null = null;
  try {
    const binary = atob(hash.slice(PREFIX.length).replaceAll("-", "+").replaceAll("_", "/"));
    const packed = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const json = await collect(pipe(packed, new DecompressionStream("deflate-raw")), MAX_JSON);
    project = asProject(JSON.parse(new TextDecoder().decode(json)));
  } catch {
    throw new Error("it is damaged");
  }
  if (!project) throw new Error("it holds no files");
  return project;
}

function pipe(bytes: Uint8Array<ArrayBuffer>, through: CompressionStream | DecompressionStream): ReadableStream<Uint8Array> {
  return new Blob([bytes]).stream().pipeThrough(through);
}

async function collect(stream: ReadableStream<Uint8Array>, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > limit) {
      await reader.cancel();
      throw new Error("too large");
    }
    chunks.push(value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
