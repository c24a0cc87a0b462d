import type { Redis } from 'ioredis';
import { type Session, sessionKey } from '../../shared/session';

const lifetimeSeconds = 30 * 24 * 60 * 60;

/** The sessions in Redis. They outlive every task. */
export class Sessions {
  constructor(private readonly redis: Redis) {}

  async find(id: string): Promise<Session | undefined> {
    const text = await this.redis.get(sessionKey(id));
    return text === null ? undefined : (JSON.parse(text) as Session);
  }

  async save(id: string, session: Session): Promise<void> {
    await this.redis.set(sessionKey(id), JSON.stringify(session), 'EX', lifetimeSeconds);
  }

  async ping(): Promise<void> {
    await this.redis.ping();
  }
}
