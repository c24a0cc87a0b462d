import type { WebSocket } from "ws";
import * as Y from "yjs";
import { logError } from "../../shared/log.ts";
import { change, receive, whatIHave } from "../../shared/sync.ts";
import type { KeptUpdate, Updates } from "../../shared/updates.ts";

const tryAgainAfter = 500;

/** An open document and those who edit it. Every change goes to the others at once, and to the database. */
export class Room {
  readonly #document = new Y.Doc();
  readonly #clients = new Set<WebSocket>();
  #waiting: Uint8Array[] = [];
  #writing: Promise<void> | undefined;

  constructor(readonly page: number, readonly updates: Updates) {
    this.#document.on("update", (data: Uint8Array, origin: unknown) => {
      for (const client of this.#clients) {
        if (client !== origin) client.send(change(data));
      }
      if (origin !== this) this.#write(data);
    });
  }

  get isEmpty(): boolean {
    return this.#clients.size === 0;
  }

  get isWritten(): boolean {
    return !this.#writing;
  }

  load(): Promise<void> {
    return this.updates.load(this.page, this.#document, this);
  }

  join(client: WebSocket): void {
    this.#clients.add(client);
    client.on("close", () => this.#clients.delete(client));
    client.on("error", (error) => logError("A connection broke.", error, { page: this.page }));
    client.on("message", (message: Buffer) => {
      try {
        const answer = receive(this.#document, message, client);
        if (answer) client.send(answer);
      } catch (error) {
        logError("A message could not be read.", error, { page: this.page });
        client.close(1003, "not a message of this protocol");
      }
    });
    client.send(whatIHave(this.#document));
  }

  /** Takes in what another task wrote. What is known already changes nothing. */
  read(update: KeptUpdate): void {
    Y.applyUpdate(this.#document, update.data, this);
  }

  /** Done when all changes are in the database. */
  async written(): Promise<void> {
    while (this.#writing) await this.#writing;
  }

  #write(data: Uint8Array): void {
    this.#waiting.push(data);
    this.#writing ??= this.#drain();
  }

  // What arrives while a row is written is put together into the next one.
  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const some = this.#waiting;
      this.#waiting = [];
      try {
        await this.updates.append(this.page, Y.mergeUpdates(some));
      } catch (error) {
        logError("A change could not be written. It is tried again.", error, { page: this.page });
        this.#waiting = [...some, ...this.#waiting];
        await new Promise((done) => setTimeout(done, tryAgainAfter));
      }
    }
    this.#writing = undefined;
  }
}
