const patience = 2_000;

/** Whether the server of this container answers at all: what ECS asks inside of it. The database does not count. */
export async function isAlive(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/api/health/alive`, { signal: AbortSignal.timeout(patience) });
    return answer.ok;
  } catch {
    return false;
  }
}
