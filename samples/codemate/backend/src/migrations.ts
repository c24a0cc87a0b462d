import type { Pool } from 'pg';

/** Each runs once, in this order. Every one of them leaves a schema that the version before can work with: after a rollback it has to. */
const migrations: { name: string; sql: string }[] = [
  {
    name: '001-projects',
    sql: `create table projects (
            id serial primary key,
            name text not null unique,
            source text not null default '',
            updated_at timestamptz not null default now())`,
  },
  { name: '002-language', sql: `alter table projects add column language text not null default 'typescript'` },
];

// Any number will do that nobody else locks.
const lock = 1398;

/** Brings the schema to this version. Two that run at once wait for each other. */
export async function migrate(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [lock]);
    await client.query('create table if not exists schema_migrations (name text primary key, applied_at timestamptz not null default now())');
    const { rows } = await client.query<{ name: string }>('select name from schema_migrations');
    const applied = new Set(rows.map((row) => row.name));

    for (const { name, sql } of migrations.filter((migration) => !applied.has(migration.name))) {
      await client.query('begin');
      await client.query(sql);
      await client.query('insert into schema_migrations (name) values ($1)', [name]);
      await client.query('commit');
      console.log(`migration ${name} applied`);
    }

    console.log(`schema is at ${migrations.at(-1)?.name}`);
  } finally {
    // A failed migration leaves a transaction open, which the server rolls back with the connection; so it does the lock.
    client.release(true);
  }
}
