import { useSyncExternalStore } from 'react';

/** What the address names: `/threads/7` a thread, anything else the list. */
export function useRoute(): { thread: number | undefined; go: (path: string) => void } {
  const path = useSyncExternalStore(subscribe, () => location.pathname);
  const thread = /^\/threads\/(\d+)$/.exec(path)?.[1];
  return { thread: thread === undefined ? undefined : Number(thread), go };
}

function subscribe(changed: () => void): () => void {
  addEventListener('popstate', changed);
  return () => removeEventListener('popstate', changed);
}

function go(path: string): void {
  history.pushState(undefined, '', path);
  dispatchEvent(new PopStateEvent('popstate'));
}
