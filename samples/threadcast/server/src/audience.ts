import { Client } from 'pg';
import { WebSocket } from 'ws';
import { channel, type Reply, type Threads } from './threads.ts';

/** Why a socket is closed by the server: 1001 is what RFC 6455 has for one that goes away. */
const goingAway = 1001;

interface Listener {
  readonly socket: WebSocket;
  /** The newest reply that it has. */
  last: number;
  /** Replies are sent in order: one look at the table after the other. */
  work: Promise<void>;
}

/**
 * Who listens to which thread. PostgreSQL tells every task that there is a reply (LISTEN), so that it does not matter which task somebody is connected to;
 * the replies themselves are read from the table.
 */
export class Audience {
  readonly #threads: Threads;
  readonly #databaseUrl: string;
  readonly #listeners = new Map<number, Set<Listener>>();
  #client: Client | undefined;
  #isLost = false;
  #isClosed = false;

  constructor(threads: Threads, databaseUrl: string) {
    this.#threads = threads;
    this.#databaseUrl = databaseUrl;
  }

  /** Connects to PostgreSQL, and again whenever that connection is lost: whoever listens then comes back and asks for what was missed. */
  async listen(): Promise<void> {
    const client = new Client({ connectionString: this.#databaseUrl });
    client.on('notification', ({ payload }) => this.#heard(JSON.parse(payload ?? '{}') as Pick<Reply, 'id' | 'thread'>));
    client.on('error', (error) => console.error(`The connection that listens to PostgreSQL was lost: ${error.message}`));
    client.on('end', () => this.#lost());
    await client.connect();
    await client.query(`listen ${channel}`);
    this.#client = client;
    this.#isLost = false;
  }

  /** Sends what came after the last reply that a socket has, and from then on each as it comes. */
  join(thread: number, socket: WebSocket, last: number): void {
    const listener: Listener = { socket, last, work: Promise.resolve() };
    const listeners = this.#listeners.get(thread) ?? new Set();
    this.#listeners.set(thread, listeners.add(listener));
    socket.on('close', () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(thread) === listeners) this.#listeners.delete(thread);
    });
    this.#catchUp(thread, listener);
  }

  /** Asks everybody to come back, to another task. */
  #dismiss(): void {
    for (const { socket } of [...this.#listeners.values()].flatMap((listeners) => [...listeners])) {
      socket.send(JSON.stringify({ type: 'reconnect' }));
      socket.close(goingAway, 'reconnect');
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#dismiss();
    await this.#client?.end();
  }

  #heard({ thread }: Pick<Reply, 'thread'>): void {
    for (const listener of this.#listeners.get(thread) ?? []) this.#catchUp(thread, listener);
  }

  #catchUp(thread: number, listener: Listener): void {
    listener.work = listener.work
      .then(async () => {
        for (const reply of await this.#threads.repliesAfter(thread, listener.last)) {
          if (listener.socket.readyState !== WebSocket.OPEN) return;
          listener.socket.send(JSON.stringify({ type: 'reply', reply }));
          listener.last = reply.id;
        }
      })
      .catch((error: unknown) => {
        console.error(error);
        listener.socket.close(goingAway, 'reconnect');
      });
  }

  #lost(): void {
    if (this.#isClosed || this.#isLost) return;
    this.#isLost = true;
    this.#dismiss();
    this.#listenAgain();
  }

  #listenAgain(): void {
    setTimeout(() => this.listen().catch(() => this.#listenAgain()), 1000);
  }
}
