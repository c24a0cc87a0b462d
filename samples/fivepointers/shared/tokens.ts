import { createHmac, timingSafeEqual } from "node:crypto";

const validForSeconds = 12 * 60 * 60;

/** Who somebody is, as `base64url(claims).base64url(HMAC-SHA256)`: every service can check it without asking another one. */
export class Tokens {
  constructor(readonly key: string) {}

  issue(user: number): string {
    const claims = Buffer.from(JSON.stringify({ user, until: Math.floor(Date.now() / 1000) + validForSeconds })).toString("base64url");
    return `${claims}.${this.#sign(claims).toString("base64url")}`;
  }

  /** The user's id; undefined: the token is not ours, or too old. */
  user(token: string | undefined): number | undefined {
    const [claims, signature] = token?.split(".") ?? [];
    if (!claims || !signature) return undefined;
    const given = Buffer.from(signature, "base64url");
    const ours = this.#sign(claims);
    if (given.length !== ours.length || !timingSafeEqual(given, ours)) return undefined;
    const { user, until } = JSON.parse(Buffer.from(claims, "base64url").toString("utf8")) as { user: number; until: number };
    return until > Date.now() / 1000 ? user : undefined;
  }

  #sign(claims: string): Buffer {
    return createHmac("sha256", this.key).update(claims).digest();
  }
}
