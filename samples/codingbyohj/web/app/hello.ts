/** What GET and POST /api/hello answer; the server's own types say the same. */
export type Hello = {
  version: string;
  count: number;
  greetings: { id: number; name: string; at: string }[];
};

export const readHello = (): Promise<Hello> => ask({});

export const greet = (name: string): Promise<Hello> =>
  ask({ method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ name }) });

async function ask(request: RequestInit): Promise<Hello> {
  const answer = await fetch("/api/hello", request);
  if (!answer.ok) throw new Error(`The server answered ${answer.status}. Try again in a moment.`);
  return answer.json();
}
