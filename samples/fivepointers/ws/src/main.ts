import { type WebSocket, WebSocketServer } from "ws";
import { connect, isReachable } from "../../shared/database.ts";
import { serve } from "../../shared/http.ts";
import { log, logError } from "../../shared/log.ts";
import { Origins } from "../../shared/origins.ts";
import { Pages } from "../../shared/pages.ts";
import { required, version } from "../../shared/settings.ts";
import { endOnSignal } from "../../shared/shutdown.ts";
import { Tokens } from "../../shared/tokens.ts";
import { Updates } from "../../shared/updates.ts";
import { Rooms } from "./rooms.ts";

// Says "service restart": the client connects again at once, and the load balancer gives it a task that stays.
const serviceRestart = 1012;
const protocol = "fivepointers";
const longestMessage = 1024 * 1024;
const longestFarewell = 5_000;

const pool = connect();
const origins = new Origins(required("CORS_ORIGINS"));
const tokens = new Tokens(required("TOKEN_KEY"));
const pages = new Pages(pool);
const rooms = new Rooms(new Updates(pool));

const server = serve(Number(required("PORT")), origins, async (request, url) => {
  switch (`${request.method} ${url.pathname}`) {
    case "GET /health":
      return (await isReachable(pool)) ? { status: 200, body: { status: "well" } } : { status: 503, body: { status: "the database does not answer" } };
    case "GET /ws/version":
      return { status: 200, body: { service: "ws", version } };
    default:
      return undefined;
  }
});

// A browser can set no header on a WebSocket: the token comes as the second of its protocols, so that no log of addresses has it.
const sockets = new WebSocketServer({ noServer: true, maxPayload: longestMessage, handleProtocols: (offered) => offered.has(protocol) && protocol });

server.on("upgrade", async (request, socket, head) => {
  const refuse = (status: string) => socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  socket.on("error", (error) => logError("A connection broke.", error));
  try {
    // Over a connection that is kept, a request may still come while the task is draining.
    if (!server.listening) return void refuse("503 Service Unavailable");

    const name = /^\/ws\/pages\/([a-z0-9-]+)$/.exec(request.url ?? "")?.[1];
    const token = request.headers["sec-websocket-protocol"]?.split(",")[1]?.trim();
    if (request.headers.origin && !origins.allows(request.headers.origin)) return void refuse("403 Forbidden");
    if (tokens.user(token) === undefined) return void refuse("401 Unauthorized");

    const page = name ? await pages.find(name) : undefined;
    if (!page) return void refuse("404 Not Found");

    await rooms.enter(page.id, (room) => sockets.handleUpgrade(request, socket, head, (client) => room.join(client)));
  } catch (error) {
    logError("A connection failed.", error);
    refuse("500 Internal Server Error");
  }
});

endOnSignal(server, {
  drain: async () => {
    await Promise.all([...sockets.clients].map(farewell));
    await rooms.close();
  },
  release: () => pool.end(),
});

// What a client still sends is taken in until it has closed too.
function farewell(client: WebSocket): Promise<void> {
  return new Promise((done) => {
    const late = setTimeout(() => client.terminate(), longestFarewell);
    client.once("close", () => {
      clearTimeout(late);
      done();
    });
    client.close(serviceRestart, "moving to another task");
  });
}

log("info", "The WebSocket server is up.", { version });
