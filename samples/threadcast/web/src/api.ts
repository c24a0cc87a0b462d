import { apiAddress } from './addresses.ts';

export interface Thread {
  readonly id: number;
  readonly title: string;
  readonly replies: number;
}

export interface Reply {
  readonly id: number;
  readonly author: string;
  readonly text: string;
  readonly written: string;
}

export const threads = (): Promise<Thread[]> => ask('/api/threads');
export const thread = (id: number): Promise<Thread> => ask(`/api/threads/${id}`);
export const startThread = (title: string): Promise<Thread> => ask('/api/threads', { title });
export const reply = (id: number, author: string, text: string): Promise<Reply> => ask(`/api/threads/${id}/replies`, { author, text });

/** What the API answers; what it refuses is thrown in its own words. */
async function ask<T>(path: string, body?: unknown): Promise<T> {
  const response = await fetch(apiAddress(location) + path, body === undefined ? undefined : {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok) return answer as T;
  throw new Error((answer as { error?: string } | undefined)?.error ?? `The server answered ${response.status}.`);
}
