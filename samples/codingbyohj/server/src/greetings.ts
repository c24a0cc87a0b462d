import type { RowDataPacket } from "mysql2/promise";
import type { Database } from "./database";

const shown = 20;
const longestName = 40;

export type Greeting = { id: number; name: string; at: Date };

/** The newest greetings, and how many there are in all. */
export async function newest(database: Database): Promise<{ count: number; greetings: Greeting[] }> {
  const [greetings] = await database.query<(Greeting & RowDataPacket)[]>("SELECT id, name, at FROM greetings ORDER BY id DESC LIMIT ?", [shown]);
  const [[total]] = await database.query<RowDataPacket[]>("SELECT COUNT(*) AS count FROM greetings");
  return { count: Number(total?.count), greetings };
}

/** Keeps a greeting. False: the name is none. */
export async function greet(database: Database, name: unknown): Promise<boolean> {
  const trimmed = typeof name === "string" ? name.trim() : "";
  if (trimmed.length === 0 || trimmed.length > longestName) return false;

  await database.query("INSERT INTO greetings (name) VALUES (?)", [trimmed]);
  return true;
}
