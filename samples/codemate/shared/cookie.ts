import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** The cookie that names a session: its id and a signature, so that nobody can guess another's. */
export const cookieName = 'codemate_session';

export const newSessionId = () => randomBytes(18).toString('base64url');

export const sign = (id: string, secret: string) => `${id}.${createHmac('sha256', secret).update(id).digest('base64url')}`;

/** The session's id; undefined where the cookie is missing, or was not made with this secret. */
export function sessionIdOf(cookies: string | undefined, secret: string): string | undefined {
  const value = cookies?.split('; ').find((one) => one.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1);
  const id = value?.split('.')[0];
  if (!value || !id) return undefined;

  const [given, right] = [Buffer.from(value), Buffer.from(sign(id, secret))];
  return given.length === right.length && timingSafeEqual(given, right) ? id : undefined;
}
