/** Pages that may call from another address. Browsers ask for it (CORS), but not for WebSockets: there the server itself must look. */
export class Origins {
  readonly #patterns: readonly RegExp[];

  constructor(allowed: readonly string[]) {
    this.#patterns = allowed.map((origin) => new RegExp(`^${escape(origin).replace(/:\\\*$/, ':\\d+')}$`));
  }

  /** Whether a request may be answered. Programs that are no browser say nothing of where they come from. */
  allows(origin: string | undefined): boolean {
    return origin === undefined || this.#patterns.some((pattern) => pattern.test(origin));
  }

  /** What a browser wants to read before it hands an answer to the page; nothing for others. */
  headersFor(origin: string | undefined): Record<string, string> {
    return origin !== undefined && this.allows(origin)
      ? { 'access-control-allow-origin': origin, 'access-control-allow-methods': 'GET, POST', 'access-control-allow-headers': 'content-type', vary: 'origin' }
      : { vary: 'origin' };
  }
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
