/** What somebody has open. It is kept in Redis, so that every task of both services knows it. */
export type Session = { user: string; tabs: Tab[] };

export type Tab = { project: number; name: string };

export const sessionKey = (id: string) => `session:${id}`;
