import { createPool, type Pool } from "mysql2/promise";

export type Database = Pool;

/** Connections to the MySQL that DATABASE_URL names (mysql://user:password@host:port/name), opened when they are needed. */
export function openDatabase(): Database {
  const uri = process.env.DATABASE_URL;
  if (!uri) throw new Error("DATABASE_URL is not set.");
  return createPool({ uri, connectionLimit: 10, connectTimeout: 5_000, timezone: "Z" });
}

/** Whether the database answers within two seconds. */
export async function answers(database: Database): Promise<boolean> {
  try {
    await database.query({ sql: "SELECT 1", timeout: 2_000 });
    return true;
  } catch (error) {
    console.error("The database does not answer:", error instanceof Error ? error.message : error);
    return false;
  }
}
