import { cookieName, newSessionId, sessionIdOf, sign } from '../../../shared/cookie';
import type { Session, Tab } from '../../../shared/session';
import { BadCall, type Call, type Route } from '../http';
import type { Sessions } from '../sessions';
import { text } from './input';

export type CookieRules = { secret: string; isSecure: boolean };

export function sessionRoutes(sessions: Sessions, { secret, isSecure }: CookieRules): Route[] {
  async function current({ cookies }: Call): Promise<{ id: string; session: Session }> {
    const id = sessionIdOf(cookies, secret);
    const session = id && (await sessions.find(id));
    if (!session) throw new BadCall(401, 'there is no session; POST /api/session begins one');
    return { id, session };
  }

  return [
    {
      method: 'POST',
      path: /^\/api\/session$/,
      answer: async ({ body }) => {
        const [id, session] = [newSessionId(), { user: text(body, 'user', 40), tabs: [] }];
        await sessions.save(id, session);
        const cookie = `${cookieName}=${sign(id, secret)}; Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
        return { status: 201, body: session, headers: { 'set-cookie': cookie } };
      },
    },
    { method: 'GET', path: /^\/api\/session$/, answer: async (call) => ({ body: (await current(call)).session }) },
    {
      method: 'PUT',
      path: /^\/api\/session\/tabs$/,
      answer: async (call) => {
        const { id, session } = await current(call);
        const changed = { ...session, tabs: tabsOf(call.body) };
        await sessions.save(id, changed);
        return { body: changed };
      },
    },
  ];
}

function tabsOf(body: unknown): Tab[] {
  if (!Array.isArray(body) || body.length > 50) throw new BadCall(400, 'tabs are a list of at most 50');
  return body.map((tab) => ({ project: Number(tab?.project), name: text(tab, 'name', 80) }));
}
