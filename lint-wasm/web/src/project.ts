/** What the user works on: files, and where it is kept. */

import type { Preset } from "../../types";

/** A file of the project. Line ends are `\n`: the editor knows no others. */
export interface ProjectFile {
  path: string;
  text: string;
}

/** Everything that a link or a reload brings back. */
export interface Project {
  files: ProjectFile[];
  active: string;
  preset: Preset;
}

/** The sets of rules to choose from, with words for people. */
export const PRESETS: [Preset, string][] = [
  ["recommended", "Recommended"],
  ["strict", "Strict"],
  ["all", "All rules"],
  ["hadolint", "Like hadolint"],
  ["buildkit", "Like docker build --check"],
];

/** The files that are always there. More can join them. */
export const BASE_FILES = ["Dockerfile", "compose.yaml"];

/** What a new visitor sees: two files that disagree. */
export function example(): Project {
  const dockerfile = `# A small web service
FROM node:latest

ENV NODE_OPTIONS=--max-old-space-size=1024
RUN useradd --system app
WORKDIR /srv/app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev
COPY server.js ./

USER app
EXPOSE 3000
CMD npm start
`;
  const compose = `services:
  web:
    build: .
    ports:
      - "8080:3000"
    environment:
      DATABASE_URL: postgres://app@db/app
    mem_limit: 512m
    depends_on:
      - db

  db:
    image: postgres:18
    privileged: true
    init: true
    read_only: true
    tmpfs: [/tmp, /run/postgresql]
    mem_limit: 1g
    cap_drop: [ALL]
    cap_add: [CHOWN, DAC_OVERRIDE, FOWNER, SETGID, SETUID]
    volumes:
      - data:/var/lib/postgresql

volumes:
  data:
`;
  return {
    files: [
      { path: "Dockerfile", text: dockerfile },
      { path: "compose.yaml", text: compose },
    ],
    active: "Dockerfile",
    preset: "recommended",
  };
}

/** Reads a project from data of unknown origin; `null` when it is none. */
export function asProject(data: unknown): Project | null {
  if (typeof data !== "object" || data === null) return null;
  const { files, active, preset } = data as Record<string, unknown>;
  if (!Array.isArray(files) || files.length === 0 || files.length > 50) return null;
  const read: ProjectFile[] = [];
  for (const file of files as unknown[]) {
    if (typeof file !== "object" || file === null) return null;
    const { path, text } = file as Record<string, unknown>;
    if (typeof path !== "string" || typeof text !== "string") return null;
    if (path === "" || path.length > 200 || read.some((other) => other.path === path)) return null;
    read.push({ path, text: text.replace(/\r\n?/g, "\n") });
  }
  const first = read[0];
  if (!first) return null;
  return {
    files: read,
    active: read.some((file) => file.path === active) ? (active as string) : first.path,
    preset: PRESETS.find(([name]) => name === preset)?.[0] ?? "recommended",
  };
}

/** The browser's memory. It may be forbidden or full: then there is none. */
export const memory = {
  get(key: string): string | null {
    try {
      return localStorage.getItem(`plimsoll.${key}`);
    } catch {
      return null;
    }
  },
  set(key: string, value: string): void {
    try {
      localStorage.setItem(`plimsoll.${key}`, value);
    } catch {
      // A visitor without memory still has a playground.
    }
  },
  project(key: string): Project | null {
    try {
      return asProject(JSON.parse(this.get(key) ?? "null"));
    } catch {
      return null;
    }
  },
};
