import { BadCall } from '../http';

/** A text of the request's body. */
export function text(body: unknown, name: string, longest: number): string {
  const value = (body as Record<string, unknown> | null | undefined)?.[name];
  if (typeof value !== 'string' || value.length === 0 || value.length > longest) throw new BadCall(400, `${name} is a text of 1 to ${longest} characters`);
  return value;
}
