import { Cluster, Redis } from 'ioredis';
import type { Config } from './config';

export type RedisClient = Redis | Cluster;

/** A connection that answers at once where Redis is not there, so that nobody waits for it. */
export function connectRedis(config: Config): RedisClient {
  const client = config.redisCluster ? new Cluster([config.redis]) : new Redis(config.redis, { maxRetriesPerRequest: 1 });
  client.on('error', (error) => console.error(`redis: ${error.message}`));
  return client;
}
