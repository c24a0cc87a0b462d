import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Audience } from './audience.ts';
import type { Origins } from './origins.ts';

// A load balancer ends a connection that is silent for a minute: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html
const heartbeat = 30_000;

/** Answers `/ws/threads/{id}?after={reply}`: the replies after that one, and from then on each as it comes. Nothing is said over it, replies are posted. */
export class Sockets {
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: 1024 });
  readonly #audience: Audience;
  readonly #origins: Origins;

  constructor(audience: Audience, origins: Origins) {
    this.#audience = audience;
    this.#origins = origins;
  }

  upgrade(request: IncomingMessage, connection: Duplex, head: Buffer): void {
    // One that breaks off meanwhile must not end the process.
    connection.on('error', () => connection.destroy());
    const [path, query] = (request.url ?? '/').split('?');
    const thread = /^\/ws\/threads\/(\d{1,9})$/.exec(path!)?.[1];
    const refusal = !thread ? '404 Not Found' : this.#origins.allows(request.headers.origin) ? undefined : '403 Forbidden';
    if (refusal) {
      connection.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }

    this.#server.handleUpgrade(request, connection, head, (socket) => {
      beat(socket);
      this.#audience.join(Number(thread), socket, Number(new URLSearchParams(query).get('after')) || 0);
    });
  }
}

/** Ends a socket whose other side does not answer any more. */
function beat(socket: WebSocket): void {
  let isAlive = true;
  const timer = setInterval(() => {
    if (!isAlive) socket.terminate();
    isAlive = false;
    socket.ping();
  }, heartbeat);
  socket.on('pong', () => (isAlive = true));
  socket.on('error', () => socket.terminate());
  socket.on('close', () => clearInterval(timer));
}
