import { logError } from "../../shared/log.ts";
import type { Updates } from "../../shared/updates.ts";
import { Room } from "./room.ts";

const lookEvery = 300;

// Rows become visible when they are committed, which is not always in the order of their ids: a few that were seen are read again.
const overlap = 50;

interface Opened {
  room: Promise<Room>;
  /** How many are about to join: a room that is empty but for them must not be closed. */
  entering: number;
}

/** The documents that are open in this task. What other tasks write to them is read from the database a few times a second. */
export class Rooms {
  readonly #opened = new Map<number, Opened>();
  readonly #timer: NodeJS.Timeout;
  #seen = 0;
  #looking: Promise<void> = Promise.resolve();

  constructor(readonly updates: Updates) {
    this.#timer = setInterval(() => (this.#looking = this.#looking.then(() => this.#look())), lookEvery);
  }

  /** Lets somebody into the room of a page, once it has all that was ever written to it. */
  async enter(page: number, join: (room: Room) => void): Promise<void> {
    const opened = this.#opened.get(page) ?? this.#open(page);
    opened.entering++;
    try {
      join(await opened.room);
    } finally {
      opened.entering--;
    }
  }

  /** Waits until everything that was taken in is in the database. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
    for (const { room } of this.#opened.values()) await (await room).written();
  }

  #open(page: number): Opened {
    const opened = { room: this.#load(page, this.#opened.size === 0), entering: 0 };
    this.#opened.set(page, opened);
    opened.room.catch(() => this.#opened.delete(page));
    return opened;
  }

  async #load(page: number, isFirst: boolean): Promise<Room> {
    if (isFirst) this.#seen = await this.updates.last();
    const room = new Room(page, this.updates);
    await room.load();
    return room;
  }

  async #look(): Promise<void> {
    try {
      for (const update of await this.updates.after(Math.max(this.#seen - overlap, 0), [...this.#opened.keys()])) {
        this.#seen = Math.max(this.#seen, update.id);
        (await this.#opened.get(update.page)?.room)?.read(update);
      }
      for (const [page, opened] of this.#opened) {
        const room = await opened.room;
        if (room.isEmpty && room.isWritten && opened.entering === 0) this.#opened.delete(page);
      }
    } catch (error) {
      logError("What other tasks wrote could not be read. It is tried again.", error);
    }
  }
}
