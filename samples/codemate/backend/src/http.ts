import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

export type Call = { params: string[]; body: unknown; cookies: string | undefined };

export type Answer = { status?: number; body: unknown; headers?: Record<string, string> };

export type Route = { method: string; path: RegExp; answer: (call: Call) => Answer | Promise<Answer> };

/** The caller's mistake: told with its status, and not written into the log. */
export class BadCall extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

const longestBody = 1 << 20;

/** Answers with JSON what the first route of method and path says. */
export const routes =
  (all: Route[]): RequestListener =>
  (request, response) => {
    answer(all, request).then(
      (found) => send(response, found),
      (error: unknown) => {
        if (!(error instanceof BadCall)) console.error(error);
        send(response, error instanceof BadCall ? problem(error.status, error.message) : problem(500, 'internal error'));
      },
    );
  };

async function answer(all: Route[], request: IncomingMessage): Promise<Answer> {
  const path = (request.url ?? '/').split('?')[0]!;
  for (const route of all) {
    const match = route.method === request.method && route.path.exec(path);
    if (match) return route.answer({ params: match.slice(1), body: await read(request), cookies: request.headers.cookie });
  }

  return problem(404, `nothing answers ${request.method} ${path}`);
}

async function read(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > longestBody) throw new BadCall(413, `at most ${longestBody} bytes`);
    parts.push(part);
  }

  try {
    return length === 0 ? undefined : JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    throw new BadCall(400, 'the body is no JSON');
  }
}

const problem = (status: number, message: string): Answer => ({ status, body: { error: message } });

function send(response: ServerResponse, { status = 200, body, headers = {} }: Answer) {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers });
  response.end(JSON.stringify(body));
}
