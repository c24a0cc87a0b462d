import { logError } from "../../shared/log.ts";
import type { Updates } from "../../shared/updates.ts";
import { Room } from "./room.ts";

const lookEvery = 300;

// Rows become visible when they are committed, which is not always in the order of their ids: a few that were seen are read again.
const overlap = 50;

/** The documents that are open in this task. What other tasks write to them is read from the database a few times a second. */
export class Rooms {
  readonly #rooms = new Map<number, Promise<Room>>();
  readonly #timer: NodeJS.Timeout;
  #seen = 0;
  #looking: Promise<void> = Promise.resolve();

  constructor(readonly updates: Updates) {
    this.#timer = setInterval(() => (this.#looking = this.#looking.then(() => this.#look())), lookEvery);
  }

  /** The room of a page, with all that was ever written to it. */
  open(page: number): Promise<Room> {
    let room = this.#rooms.get(page);
    if (!room) {
      room = this.#load(page);
      this.#rooms.set(page, room);
      room.catch(() => this.#rooms.delete(page));
    }
    return room;
  }

  /** Waits until everything that was taken in is in the database. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
    for (const room of await Promise.all(this.#rooms.values())) await room.written();
  }

  async #load(page: number): Promise<Room> {
    if (this.#rooms.size === 0) this.#seen = await this.updates.last();
    const room = new Room(page, this.updates);
    await room.load();
    return room;
  }

  async #look(): Promise<void> {
    try {
      const open = [...this.#rooms.keys()];
      for (const update of await this.updates.after(this.#seen - overlap, open)) {
        this.#seen = Math.max(this.#seen, update.id);
        (await this.#rooms.get(update.page))?.read(update);
      }
      for (const [page, opening] of this.#rooms) {
        const room = await opening;
        if (room.isEmpty && room.isWritten) this.#rooms.delete(page);
      }
    } catch (error) {
      logError("What other tasks wrote could not be read. It is tried again.", error);
    }
  }
}
