import { createServer } from 'node:http';
import { Pool } from 'pg';
import { readConfig } from './config';
import { routes } from './http';
import { live } from './live';
import { migrate } from './migrations';
import { Projects } from './projects';
import { connectRedis } from './redis';
import { healthRoutes } from './routes/health';
import { projectRoutes } from './routes/projects';
import { sessionRoutes } from './routes/sessions';
import { Sessions } from './sessions';

const config = readConfig(process.env);
const pool = new Pool({ connectionString: config.database, max: 10, connectionTimeoutMillis: 5_000 });
// An idle connection that the database closes must not end the task.
pool.on('error', (error) => console.error(`database: ${error.message}`));

async function serve() {
  const redis = connectRedis(config.redis);
  const [projects, sessions] = [new Projects(pool), new Sessions(redis)];
  let isDraining = false;

  const server = createServer(
    routes([
      ...healthRoutes(config.task, { database: projects, redis: sessions }, () => isDraining),
      { method: 'GET', path: /^\/api\/features$/, answer: () => ({ body: config.features }) },
      ...projectRoutes(projects),
      ...sessionRoutes(sessions, { secret: config.sessionSecret, isSecure: config.isSecure }),
    ]),
  );
  // Longer than the load balancer's 60 seconds, so that it never sends a request into a connection that is being closed.
  server.keepAliveTimeout = 65_000;
  const sockets = await live(server, projects, redis);
  server.listen(config.port, () => console.log(`listening on ${config.port}`));

  // ECS sends it when the load balancer has let the task go; what is connected still is told to connect again, to another task.
  process.once('SIGTERM', () => {
    isDraining = true;
    sockets.close(() => process.exit(0));
  });
}

async function main() {
  if (process.argv[2] !== 'migrate') return serve();

  await migrate(pool);
  await pool.end();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
