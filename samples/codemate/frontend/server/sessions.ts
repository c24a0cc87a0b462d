import type { Redis } from 'ioredis';
import { sessionIdOf } from '../../shared/cookie';
import { type Session, sessionKey } from '../../shared/session';

/** Reads the sessions that the backend keeps. A page is rendered without one rather than not at all. */
export function sessionReader(redis: Redis, secret: string): (cookies: string | undefined) => Promise<Session | null> {
  redis.on('error', (error) => console.error(`redis: ${error.message}`));
  return async (cookies) => {
    const id = sessionIdOf(cookies, secret);
    const text = id && (await redis.get(sessionKey(id)).catch(() => null));
    return text ? (JSON.parse(text) as Session) : null;
  };
}
