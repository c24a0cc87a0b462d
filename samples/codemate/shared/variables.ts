/** Reads environment variables, and tells all that are missing at once. */
export class Variables {
  private readonly missing: string[] = [];

  constructor(private readonly values: NodeJS.ProcessEnv) {}

  need(name: string): string {
    const value = this.values[name];
    if (!value) this.missing.push(name);
    return value ?? '';
  }

  get(name: string, otherwise: string): string {
    return this.values[name] || otherwise;
  }

  check() {
    if (this.missing.length > 0) throw new Error(`Environment variables are missing: ${this.missing.join(', ')}`);
  }
}
