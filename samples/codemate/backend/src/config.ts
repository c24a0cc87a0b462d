import { hostname } from 'node:os';
import { Variables } from '../../shared/variables';

/** What ECS gives a task: addresses and passwords from Secrets Manager, the rest from the task definition. */
export type Config = {
  port: number;
  /** On ECS the name of a task's host is its own. */
  task: string;
  /** With `?sslmode=verify-full` where the database has certificates; RDS's are not among node's own, and NODE_EXTRA_CA_CERTS names them. */
  database: string;
  redis: string;
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
    database: variables.need('DATABASE_URL'),
    redis: variables.need('REDIS_URL'),
    sessionSecret: variables.need('NEXTAUTH_SECRET'),
    isSecure: variables.need('NEXTAUTH_URL').startsWith('https:'),
    features: { review: values.ANTHROPIC_API_KEY !== undefined, github: values.GITHUB_CLIENT_SECRET !== undefined },
  };
  variables.check();
  return config;
}
