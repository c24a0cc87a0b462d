import { Redis } from 'ioredis';

/** A connection that answers at once where Redis is not there, so that nobody waits for it. */
export function connectRedis(url: string): Redis {
  const client = new Redis(url, { maxRetriesPerRequest: 1 });
  client.on('error', (error) => console.error(`redis: ${error.message}`));
  return client;
}
