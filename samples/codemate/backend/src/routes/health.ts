import type { Route } from '../http';

export type Store = { ping: () => Promise<unknown> };

const patience = 2_000;

/**
 * `/health` is asked by the target group: a task without its data stores counts as well, since ECS would replace every task for something that no new one has
 * either. `/api/health` is asked by people and smoke checks through the public address, and tells of the stores too.
 */
export const healthRoutes = (task: string, stores: Record<string, Store>, isDraining: () => boolean): Route[] => [
  { method: 'GET', path: /^\/health$/, answer: () => (isDraining() ? { status: 503, body: { status: 'draining' } } : { body: { status: 'ok' } }) },
  {
    method: 'GET',
    path: /^\/api\/health$/,
    answer: async () => {
      const states = await Promise.all(Object.entries(stores).map(async ([name, store]) => [name, await stateOf(store)] as const));
      const isWell = states.every(([, state]) => state === 'ok');
      return { status: isWell ? 200 : 503, body: { status: isWell ? 'ok' : 'degraded', ...Object.fromEntries(states), task } };
    },
  },
];

const stateOf = (store: Store) =>
  Promise.race([
    store.ping().then(
      () => 'ok',
      // The reason is for the log: an address of a data store is nobody's business.
      (error: Error) => (console.error(error.message), 'unreachable'),
    ),
    new Promise<string>((resolve) => setTimeout(() => resolve('slow'), patience).unref()),
  ]);
