import type { Session } from '../../shared/session';

/** What the server knew when it rendered a page. The browser begins with the same, and goes on from there. */
export type State = { path: string; session: Session | null };
