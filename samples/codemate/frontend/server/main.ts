import { createServer } from 'node:http';
import { Redis } from 'ioredis';
import { Variables } from '../../shared/variables';
import { readAssets } from './manifest';
import { page } from './page';
import { sessionReader } from './sessions';

const variables = new Variables(process.env);
const port = Number(variables.get('PORT', '3000'));
const redis = variables.need('REDIS_URL');
const secret = variables.need('NEXTAUTH_SECRET');
variables.check();

const assets = readAssets(new URL('manifest.json', import.meta.url), import.meta.env.BASE_URL);
const sessionOf = sessionReader(new Redis(redis, { maxRetriesPerRequest: 1 }), secret);
let isDraining = false;

const server = createServer((request, response) => {
  const path = (request.url ?? '/').split('?')[0]!;
  if (path === '/api/health') {
    // Asked by the target group, at the task itself: through the load balancer /api/* is the backend's.
    response.writeHead(isDraining ? 503 : 200, { 'content-type': 'application/json' }).end(JSON.stringify({ status: isDraining ? 'draining' : 'ok' }));
  } else if (path !== '/' && !/^\/projects\/\d+$/.test(path)) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('There is no such page.\n');
  } else {
    sessionOf(request.headers.cookie)
      .then((session) => page({ path, session }, assets))
      .then(
        (html) => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(html),
        (error: unknown) => {
          console.error(error);
          response.writeHead(500, { 'content-type': 'text/plain' }).end('The page could not be rendered.\n');
        },
      );
  }
});

// Longer than the load balancer's 60 seconds, so that it never sends a request into a connection that is being closed.
server.keepAliveTimeout = 65_000;
server.listen(port, () => console.log(`listening on ${port}`));
process.once('SIGTERM', () => {
  isDraining = true;
  server.close(() => process.exit(0));
  server.closeIdleConnections();
});
