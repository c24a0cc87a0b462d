import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/** The value of an environment variable that the server cannot do without. */
export function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}

/** What tells one build from another: a hash of the program itself. */
export const version = createHash("sha256").update(readFileSync(process.argv[1]!)).digest("hex").slice(0, 12);
