import { defineConfig } from "vite";

export default defineConfig({
  // Relative addresses: the page works from any folder of any static server.
  base: "./",
  publicDir: false,
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  worker: { format: "es" },
  // The module lies beside this folder.
  server: { fs: { allow: [".."] } },
});
