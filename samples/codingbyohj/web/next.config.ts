import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { NextConfig } from "next";

/** The build's mark is made of its sources, where Next.js would take a random one: the same sources give the same files, and nothing is published twice. */
function sourcesMark(): string {
  const files = readdirSync("app", { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .concat("next.config.ts", "package-lock.json")
    .sort();
  const hash = createHash("sha256");
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(file)).update("\0");
  return hash.digest("hex").slice(0, 16);
}

const config: NextConfig = {
  output: "export",
  // /about/ is about/index.html, which S3 can serve without a server.
  trailingSlash: true,
  generateBuildId: sourcesMark,
};

export default config;
