import { createPool, type Pool } from "mysql2/promise";
import { required } from "./settings.ts";

/** The pool of this task. The definition says how many connections it may hold, so that all tasks together stay below what the database allows. */
export function connect(): Pool {
  return createPool({
    uri: required("DATABASE_URL"),
    connectionLimit: Number(required("DATABASE_CONNECTIONS")),
    connectTimeout: 5_000,
    enableKeepAlive: true,
  });
}

/** Whether the database answers: what the load balancer is told when it asks for a task's health. */
export async function isReachable(pool: Pool): Promise<boolean> {
  try {
    await pool.query({ sql: "SELECT 1", timeout: 2_000 });
    return true;
  } catch {
    return false;
  }
}
