import { defineConfig } from "vite";

/** A server with everything that it imports in one file: its image needs node and nothing else. */
const part = process.env.PART;
if (!part) throw new Error("PART is not set; valid are api, ws and subdomain");

export default defineConfig({
  root: part,
  ssr: { noExternal: true },
  build: {
    ssr: "src/main.ts",
    outDir: "publish/app",
    target: "node20",
    minify: false,
    rollupOptions: { output: { entryFileNames: "server.mjs", codeSplitting: false } },
  },
});
