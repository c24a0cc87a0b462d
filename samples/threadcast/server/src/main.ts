import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import { migrate } from './migrations.ts';
import { serve } from './serve.ts';
import { readSettings } from './settings.ts';

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  if (process.argv[2] !== 'migrate') {
    // What runs is its own version: the same sources give the same bytes.
    await serve(settings, createHash('sha256').update(readFileSync(__filename)).digest('hex').slice(0, 12));
    return;
  }

  const client = new Client({ connectionString: settings.databaseUrl });
  await client.connect();
  try {
    console.log(`${await migrate(client)} migrations applied`);
  } finally {
    await client.end();
  }
}

// A failure ends the process: ECS starts another.
main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
