export interface Page {
  id: number;
  name: string;
}

/** Signs up or logs in; gives the token. */
export async function enter(how: "users" | "sessions", email: string, password: string): Promise<string> {
  const { token } = await call<{ token: string }>("POST", how, { body: { email, password } });
  return token;
}

export function pagesOf(token: string): Promise<Page[]> {
  return call("GET", "pages", { token });
}

export function createPage(token: string, name: string): Promise<Page> {
  return call("POST", "pages", { token, body: { name } });
}

async function call<T>(method: string, path: string, { token, body }: { token?: string; body?: unknown }): Promise<T> {
  const response = await fetch(`/api/${path}`, {
    method,
    headers: { ...(token ? { Authorization: `Bearer ${token}` } : {}), ...(body ? { "Content-Type": "application/json" } : {}) },
    body: body ? JSON.stringify(body) : null,
  });
  const answer = (await response.json().catch(() => ({}))) as T & { error?: string };
  if (!response.ok) throw new Error(answer.error ?? `The server answered ${response.status}.`);
  return answer;
}
