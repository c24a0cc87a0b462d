import { createServer, type IncomingMessage, type Server } from "node:http";
import { answers, type Database } from "./database";
import { greet, newest } from "./greetings";
import { version } from "./version";

/** Status and body, sent as JSON. */
type Answer = [status: number, body: object];

const longestBody = 1_000;

/** Answers until SIGTERM; then finishes what is under way and ends. */
export function serve(database: Database, port: number): void {
  const server = createServer(async (request, response) => {
    const [status, body] = await answer(request, database).catch((error: unknown): Answer => {
      console.error(`${request.method} ${request.url}:`, error);
      return [500, { error: "The server could not do this. Its log has the reason." }];
    });
    response.writeHead(status, { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" });
    response.end(JSON.stringify(body));
  });
  // Longer than the load balancer's 60 seconds, so that it never sends a request into a connection that is being closed.
  server.keepAliveTimeout = 65_000;
  server.listen(port, () => console.log(`Version ${version} listens on ${port}.`));
  process.once("SIGTERM", () => drain(server, database));
}

async function answer(request: IncomingMessage, database: Database): Promise<Answer> {
  const path = (request.url ?? "/").split("?")[0];
  switch (`${request.method} ${path}`) {
    case "GET /api/hello":
      return [200, { version, ...(await newest(database)) }];
    case "POST /api/hello":
      return (await greet(database, await nameIn(request))) ? [201, { version, ...(await newest(database)) }] : [400, { error: "A name has 1 to 40 characters." }];
    // What the load balancer asks: a task without its database cannot serve.
    case "GET /api/health": {
      const isUp = await answers(database);
      return [isUp ? 200 : 503, { status: isUp ? "ok" : "unhealthy", database: isUp ? "up" : "down", version }];
    }
    // What ECS asks inside of the container.
    case "GET /api/health/alive":
      return [200, { status: "ok" }];
    default:
      return [404, { error: `There is nothing at ${path}.` }];
  }
}

/** The name in the JSON of a request; undefined: there is none. */
async function nameIn(request: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const part of request.setEncoding("utf8")) {
    text += part;
    if (text.length > longestBody) return undefined;
  }

  try {
    return JSON.parse(text)?.name;
  } catch {
    return undefined;
  }
}

function drain(server: Server, database: Database): void {
  console.log("Draining.");
  server.close(() => void database.end());
  server.closeIdleConnections();
}
