import type { Pool } from 'pg';

export interface Thread {
  readonly id: number;
  readonly title: string;
  readonly replies: number;
}

export interface Reply {
  readonly id: number;
  readonly thread: number;
  readonly author: string;
  readonly text: string;
  readonly written: Date;
}

/** What PostgreSQL tells every task when somebody replied. */
export const channel = 'replies';

const columns = 'id, thread, author, text, written';

/** Threads and their replies, in PostgreSQL. */
export class Threads {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async newest(): Promise<Thread[]> {
    const { rows } = await this.#pool.query<Thread>(
      `select id, title, (select count(*)::integer from replies where thread = threads.id) as replies
       from threads order by id desc limit 50`);
    return rows;
  }

  async find(id: number): Promise<Thread | undefined> {
    const { rows } = await this.#pool.query<Thread>(
      'select id, title, (select count(*)::integer from replies where thread = threads.id) as replies from threads where id = $1', [id]);
    return rows[0];
  }

  async start(title: string): Promise<Thread> {
    const { rows } = await this.#pool.query<Thread>('insert into threads (title) values ($1) returning id, title, 0 as replies', [title]);
    return rows[0]!;
  }

  /** Replies that came after one of them: whoever was away for a moment asks for what was missed. */
  async repliesAfter(thread: number, last: number): Promise<Reply[]> {
    const { rows } = await this.#pool.query<Reply>(`select ${columns} from replies where thread = $1 and id > $2 order by id limit 500`, [thread, last]);
    return rows;
  }

  /**
   * Keeps a reply and tells all tasks, in one statement: nobody hears of what was not kept. The thread is locked meanwhile, so that a later reply has a
   * higher number and nobody who asks for what came after one misses another. Undefined: there is no such thread.
   */
  async reply(thread: number, author: string, text: string): Promise<Reply | undefined> {
    const { rows } = await this.#pool.query<Reply>(
      `with kept as (
         insert into replies (thread, author, text) select id, $2, $3 from threads where id = $1 for no key update returning ${columns}
       ), told as (
         select pg_notify('${channel}', json_build_object('id', id, 'thread', thread)::text) from kept
       )
       select kept.* from kept, told`, [thread, author, text]);
    return rows[0];
  }

  async isThere(): Promise<void> {
    await this.#pool.query('select 1');
  }
}
