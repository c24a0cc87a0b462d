import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { logError } from "./log.ts";
import type { Origins } from "./origins.ts";

/** What a request is answered with; a string is sent as HTML, anything else as JSON. */
export interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

export type Handler = (request: IncomingMessage, url: URL) => Promise<Answer | undefined>;

/** A mistake of the caller, told to the caller. */
export class BadRequest extends Error {
  constructor(message: string, readonly status = 400) {
    super(message);
  }
}

const longestBody = 64 * 1024;

const securityHeaders: Record<string, string> = {
  "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "Referrer-Policy": "strict-origin-when-cross-origin",
  "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
  "X-Content-Type-Options": "nosniff",
};

/** An HTTP server whose answers carry the security headers, and those of CORS where the origin is on the list. */
export function serve(port: number, origins: Origins, handler: Handler): Server {
  const server = createServer((request, response) => void respond(request, response, origins, handler));
  // Longer than the load balancer's 60 seconds, so that it never sends a request into a connection that is being closed.
  server.keepAliveTimeout = 65_000;
  return server.listen(port);
}

/** The body as JSON. */
export async function json(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > longestBody) throw new BadRequest(`The body is longer than ${longestBody} bytes.`, 413);
    chunks.push(chunk);
  }
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    if (value && typeof value === "object" && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Told below.
  }
  throw new BadRequest("The body is not a JSON object.");
}

async function respond(request: IncomingMessage, response: ServerResponse, origins: Origins, handler: Handler): Promise<void> {
  const headers = { ...securityHeaders, ...cors(request, origins) };
  try {
    const answer = request.method === "OPTIONS"
      ? { status: 204 }
      : (await handler(request, addressOf(request))) ?? { status: 404, body: { error: "Not found." } };
    send(response, answer, headers);
  } catch (error) {
    if (error instanceof BadRequest) {
      send(response, { status: error.status, body: { error: error.message } }, headers);
    } else {
      logError("A request failed.", error, { method: request.method, path: request.url });
      send(response, { status: 500, body: { error: "The server made a mistake." } }, headers);
    }
  }
}

function addressOf(request: IncomingMessage): URL {
  const [address, base] = [request.url ?? "/", "http://service"];
  if (!URL.canParse(address, base)) throw new BadRequest("The address cannot be read.");
  return new URL(address, base);
}

function send(response: ServerResponse, { status, body, headers }: Answer, common: Record<string, string>): void {
  const type = typeof body === "string" ? "text/html; charset=utf-8" : "application/json";
  response.writeHead(status, { ...common, ...(body === undefined ? {} : { "Content-Type": type }), ...headers });
  response.end(body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body));
}

function cors(request: IncomingMessage, origins: Origins): Record<string, string> {
  const origin = request.headers.origin;
  if (!origin || !origins.allows(origin)) return { Vary: "Origin" };
  return {
    Vary: "Origin",
    "Access-Control-Allow-Origin": origin,
    "Access-Control-Allow-Headers": "Authorization, Content-Type",
    "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
    "Access-Control-Max-Age": "600",
  };
}
