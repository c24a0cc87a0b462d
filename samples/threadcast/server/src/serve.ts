import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { Pool } from 'pg';
import { Api } from './api.ts';
import { Audience } from './audience.ts';
import { Origins } from './origins.ts';
import type { Settings } from './settings.ts';
import { Sockets } from './sockets.ts';
import { Threads } from './threads.ts';

/** Serves until SIGTERM: then who listens is asked to come back, what is under way is finished, and the process ends. */
export async function serve(settings: Settings, version: string): Promise<void> {
  const stopping = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  console.log(`threadcast ${version} starts; it listens in ${settings.warmUp / 1000} s`);
  if (await Promise.race([wait(settings.warmUp, 'warm'), stopping]) !== 'warm') process.exit(0);

  const pool = new Pool({ connectionString: settings.databaseUrl, max: 10 });
  pool.on('error', (error) => console.error(`A connection to PostgreSQL was lost: ${error.message}`));
  const threads = new Threads(pool);
  const audience = new Audience(threads, settings.databaseUrl);
  await audience.listen();

  const origins = new Origins(settings.allowedOrigins);
  const api = new Api(threads, origins, version);
  const sockets = new Sockets(audience, origins);
  const server = createServer((request, response) => void api.handle(request, response));
  server.on('upgrade', (request, connection, head) => sockets.upgrade(request, connection, head));
  // Longer than the load balancer keeps a connection that is not used: it, not the server, decides which one is closed.
  server.keepAliveTimeout = 65_000;
  server.listen(settings.port);
  console.log(`threadcast ${version} listens on ${settings.port}`);

  await stopping;
  console.log('threadcast ends: connections are asked to come back');
  server.close();
  server.closeIdleConnections();
  await audience.close();
  await once(server, 'close');
  await pool.end();
}
