/** What the task definition says, read once. */
export interface Settings {
  readonly port: number;
  /** Of PostgreSQL, as Secrets Manager has it. */
  readonly databaseUrl: string;
  /** Pages of other addresses that may call, such as `https://threadcast.io`; `http://127.0.0.1:*` is any port. */
  readonly allowedOrigins: readonly string[];
  /** Milliseconds before the server listens. It stands for what a large framework does while it starts. */
  readonly warmUp: number;
}

export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const databaseUrl = environment.DATABASE_URL;
  if (!databaseUrl) throw new Error('DATABASE_URL is not set; valid is postgres://user:password@host:port/name');

  return {
    port: readNumber('PORT', environment.PORT ?? '8080'),
    databaseUrl,
    allowedOrigins: (environment.ALLOWED_ORIGINS ?? '').split(',').map((origin) => origin.trim()).filter(Boolean),
    warmUp: readNumber('WARM_UP_SECONDS', environment.WARM_UP_SECONDS ?? '0') * 1000,
  };
}

function readNumber(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0) throw new Error(`${name} is "${text}"; valid is a number from 0`);
  return value;
}
