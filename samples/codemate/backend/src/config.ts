import { hostname } from 'node:os';
import { Variables } from '../../shared/variables';

/** What ECS gives a task: addresses and passwords from Secrets Manager, the rest from the task definition. */
export type Config = {
  port: number;
  /** On ECS the name of a task's host is its own. */
  task: string;
  database: { host: string; port: number; database: string; user: string; password: string; ssl: boolean };
  redis: string;
  /** Whether ElastiCache runs in cluster mode, where each key has a node of its own. */
  redisCluster: boolean;
  sessionSecret: string;
  /** Whether people come by HTTPS: then their cookie goes no other way. */
  isSecure: boolean;
  features: { review: boolean; github: boolean };
};

export function readConfig(values: NodeJS.ProcessEnv): Config {
  const variables = new Variables(values);
  const config: Config = {
    port: Number(variables.get('PORT', '3001')),
    task: hostname(),
    database: {
      host: variables.need('DATABASE_HOST'),
      port: Number(variables.get('DATABASE_PORT', '5432')),
      database: variables.need('DATABASE_NAME'),
      user: variables.need('DATABASE_USER'),
      password: variables.need('DATABASE_PASSWORD'),
      // RDS's certificates are not among node's own: NODE_EXTRA_CA_CERTS names them.
      ssl: variables.get('DATABASE_TLS', 'false') === 'true',
    },
    redis: variables.need('REDIS_URL'),
    redisCluster: variables.get('REDIS_CLUSTER', 'false') === 'true',
    sessionSecret: variables.need('NEXTAUTH_SECRET'),
    isSecure: variables.need('NEXTAUTH_URL').startsWith('https:'),
    features: { review: values.ANTHROPIC_API_KEY !== undefined, github: values.GITHUB_CLIENT_SECRET !== undefined },
  };
  variables.check();
  return config;
}
