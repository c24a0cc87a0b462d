import type { IncomingMessage, ServerResponse } from 'node:http';
import { hostname } from 'node:os';
import { json } from 'node:stream/consumers';
import type { Origins } from './origins.ts';
import type { Threads } from './threads.ts';

interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

type Route = readonly [method: string, path: RegExp, answer: (id: number, request: IncomingMessage) => Promise<Answer>];

const notFound: Answer = { status: 404, body: { error: 'There is nothing here.' } };

/** What is asked over HTTP. */
export class Api {
  readonly #threads: Threads;
  readonly #origins: Origins;
  readonly #version: string;

  readonly #routes: readonly Route[] = [
    ['GET', /^\/api\/version$/, async () => ({ status: 200, body: { version: this.#version, task: hostname() } })],
    ['GET', /^\/api\/threads$/, async () => ({ status: 200, body: await this.#threads.newest() })],
    ['POST', /^\/api\/threads$/, async (_, request) => await this.#start(await read(request))],
    ['GET', /^\/api\/threads\/(\d{1,9})$/, async (id) => found(await this.#threads.find(id))],
    ['GET', /^\/api\/threads\/(\d{1,9})\/replies$/, async (id) => ({ status: 200, body: await this.#threads.repliesAfter(id, 0) })],
    ['POST', /^\/api\/threads\/(\d{1,9})\/replies$/, async (id, request) => await this.#reply(id, await read(request))],
  ];

  constructor(threads: Threads, origins: Origins, version: string) {
    this.#threads = threads;
    this.#origins = origins;
    this.#version = version;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = await this.#answer(request).catch((error: unknown): Answer => {
      console.error(error);
      return { status: 500, body: { error: 'The server failed.' } };
    });
    response.writeHead(answer.status, { ...this.#origins.headersFor(request.headers.origin), 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
  }

  async #answer(request: IncomingMessage): Promise<Answer> {
    const path = (request.url ?? '/').split('?')[0]!;
    if (path === '/health') return await this.#health();
    if (!this.#origins.allows(request.headers.origin)) return { status: 403, body: { error: `Pages of ${request.headers.origin} may not call.` } };
    if (request.method === 'OPTIONS') return { status: 204 };

    for (const [method, pattern, answer] of this.#routes) {
      const match = pattern.exec(path);
      if (match && method === request.method) return await answer(Number(match[1]), request);
    }

    return notFound;
  }

  /** Well is who reaches the database: a task that does not is not sent anybody. */
  async #health(): Promise<Answer> {
    try {
      await this.#threads.isThere();
      return { status: 200, body: { status: 'UP' } };
    } catch (error) {
      return { status: 503, body: { status: 'DOWN', database: error instanceof Error ? error.message : 'unreachable' } };
    }
  }

  async #start(body: unknown): Promise<Answer> {
    const title = text(body, 'title', 120);
    return title ? { status: 201, body: await this.#threads.start(title) } : invalid('title', 120);
  }

  async #reply(thread: number, body: unknown): Promise<Answer> {
    const [author, said] = [text(body, 'author', 40), text(body, 'text', 2000)];
    if (!author) return invalid('author', 40);
    if (!said) return invalid('text', 2000);
    return found(await this.#threads.reply(thread, author, said), 201);
  }
}

function found(body: unknown, status = 200): Answer {
  return body === undefined ? notFound : { status, body };
}

function invalid(member: string, longest: number): Answer {
  return { status: 400, body: { error: `"${member}" is missing; valid are 1 to ${longest} characters.` } };
}

function text(body: unknown, member: string, longest: number): string | undefined {
  const value = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[member] : undefined;
  const trimmed = typeof value === 'string' ? value.trim() : '';
  return trimmed.length > 0 && trimmed.length <= longest ? trimmed : undefined;
}

async function read(request: IncomingMessage): Promise<unknown> {
  if (Number(request.headers['content-length'] ?? Infinity) > 16_384) return undefined;
  try {
    return await json(request);
  } catch {
    return undefined;
  }
}
