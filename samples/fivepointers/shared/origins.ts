/**
 * The web origins that may call a service, from one list for all services: `https://app.example`, `https://*.pages.example` (one label),
 * `http://localhost:*` (any port).
 */
export class Origins {
  readonly #patterns: RegExp[];

  constructor(list: string) {
    this.#patterns = list.split(",").map((text) => text.trim()).filter(Boolean).map(pattern);
  }

  allows(origin: string): boolean {
    return this.#patterns.some((allowed) => allowed.test(origin));
  }
}

function pattern(text: string): RegExp {
  const quoted = text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${quoted.replace(/:\*$/, "(:\\d+)?").replace("*", "[a-z0-9-]+")}$`);
}
