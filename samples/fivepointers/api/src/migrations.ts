import type { Pool, RowDataPacket } from "mysql2/promise";
import { log } from "../../shared/log.ts";

/**
 * In this order, each once. The version that runs meanwhile must get on with the result, and so must the one that a rollback brings back: columns
 * and tables are added; what nobody uses any more goes in a later release.
 */
const migrations: readonly string[] = [
  `CREATE TABLE users (
     id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
     email VARCHAR(190) NOT NULL UNIQUE,
     password VARCHAR(100) NOT NULL,
     created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
   ) CHARACTER SET utf8mb4`,
  `CREATE TABLE pages (
     id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
     owner_id INT UNSIGNED NOT NULL,
     name VARCHAR(32) NOT NULL UNIQUE,
     created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
     FOREIGN KEY (owner_id) REFERENCES users (id)
   ) CHARACTER SET utf8mb4`,
  `CREATE TABLE page_updates (
     id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
     page_id INT UNSIGNED NOT NULL,
     data MEDIUMBLOB NOT NULL,
     created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
     INDEX by_page (page_id, id),
     FOREIGN KEY (page_id) REFERENCES pages (id)
   )`,
];

/** Brings the schema up to date. Repeatable; two at a time wait for each other. */
export async function migrate(pool: Pool): Promise<void> {
  const connection = await pool.getConnection();
  try {
    const [[lock]] = await connection.query<RowDataPacket[]>("SELECT GET_LOCK('migrations', 60) AS taken");
    if (lock?.taken !== 1) throw new Error("Another migration has not ended within a minute. Nothing was changed.");

    await connection.query("CREATE TABLE IF NOT EXISTS migrations (number INT NOT NULL PRIMARY KEY, done_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP)");
    const [rows] = await connection.query<RowDataPacket[]>("SELECT COUNT(*) AS done FROM migrations");
    const done = rows[0]!.done as number;
    for (const [index, statement] of migrations.entries()) {
      if (index < done) continue;
      await connection.query(statement);
      await connection.query("INSERT INTO migrations (number) VALUES (?)", [index + 1]);
      log("info", "Migrated.", { number: index + 1 });
    }
    log("info", "The schema is up to date.", { migrations: migrations.length });
  } finally {
    await connection.query("DO RELEASE_LOCK('migrations')");
    connection.release();
  }
}
