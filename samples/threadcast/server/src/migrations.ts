import type { Client } from 'pg';

/** In order; what has been applied once is never changed again, only followed by another one. */
const migrations: readonly string[] = [
  `create table threads (
     id integer generated always as identity primary key,
     title text not null,
     created timestamptz not null default now()
   )`,
  `create table replies (
     id integer generated always as identity primary key,
     thread integer not null references threads,
     author text not null,
     text text not null,
     written timestamptz not null default now()
   )`,
  'create index replies_by_thread on replies (thread, id)',
];

/** Any number, the same for all who migrate: two of them take turns. */
const turn = 7_426_001;

/** Applies what is missing, all of it or nothing; tells how many those were. */
export async function migrate(client: Client): Promise<number> {
  await client.query('begin');
  await client.query('select pg_advisory_xact_lock($1)', [turn]);
  await client.query('create table if not exists migrations (number integer primary key, applied timestamptz not null default now())');
  const { rows } = await client.query<{ last: number }>('select coalesce(max(number), 0) as last from migrations');
  const last = rows[0]?.last ?? 0;

  for (const [index, statement] of migrations.entries()) {
    if (index < last) continue;
    await client.query(statement);
    await client.query('insert into migrations (number) values ($1)', [index + 1]);
  }

  await client.query('commit');
  return Math.max(0, migrations.length - last);
}
