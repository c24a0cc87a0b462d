import type { PoolConnection, RowDataPacket } from "mysql2/promise";
import type { Database } from "./database";

/** In order; what was released is never changed. MySQL commits each statement that changes a table by itself, so each must be repeatable. */
const migrations: readonly { name: string; sql: string }[] = [
  {
    name: "001-greetings",
    sql: `CREATE TABLE IF NOT EXISTS greetings (
            id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
            name VARCHAR(40) NOT NULL,
            at TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3)
          ) CHARACTER SET utf8mb4`,
  },
];

/** Makes the tables what this version needs. Several at once wait for each other; where nothing is missing nothing is written, as in a region that only reads. */
export async function migrate(database: Database): Promise<void> {
  const connection = await database.getConnection();
  try {
    if ((await missing(connection)).length === 0) {
      console.log("Nothing to migrate.");
      return;
    }

    const [[lock]] = await connection.query<RowDataPacket[]>("SELECT GET_LOCK('migrations', 60) AS taken");
    if (lock?.taken !== 1) throw new Error("Another migration has not ended within a minute. Nothing was changed.");

    await connection.query("CREATE TABLE IF NOT EXISTS migrations (name VARCHAR(100) NOT NULL PRIMARY KEY)");
    for (const { name, sql } of await missing(connection)) {
      await connection.query(sql);
      await connection.query("INSERT INTO migrations VALUES (?)", [name]);
      console.log(`Migrated ${name}.`);
    }

    await connection.query("SELECT RELEASE_LOCK('migrations')");
  } finally {
    connection.release();
  }
}

async function missing(connection: PoolConnection): Promise<typeof migrations> {
  const [tables] = await connection.query<RowDataPacket[]>("SHOW TABLES LIKE 'migrations'");
  if (tables.length === 0) return migrations;

  const [rows] = await connection.query<RowDataPacket[]>("SELECT name FROM migrations");
  const done = new Set(rows.map((row) => row.name));
  return migrations.filter((migration) => !done.has(migration.name));
}
