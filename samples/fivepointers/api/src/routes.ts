import type { IncomingMessage } from "node:http";
import type { Pool } from "mysql2/promise";
import { isReachable } from "../../shared/database.ts";
import { BadRequest, json, type Handler } from "../../shared/http.ts";
import { isPageName } from "../../shared/page.ts";
import type { Pages } from "../../shared/pages.ts";
import { version } from "../../shared/settings.ts";
import type { Tokens } from "../../shared/tokens.ts";
import type { Users } from "./users.ts";

/** Signing up, logging in, and the pages that somebody has. */
export function routes(pool: Pool, users: Users, pages: Pages, tokens: Tokens): Handler {
  return async (request, url) => {
    switch (`${request.method} ${url.pathname}`) {
      case "GET /health":
        return (await isReachable(pool)) ? { status: 200, body: { status: "well" } } : { status: 503, body: { status: "the database does not answer" } };
      case "GET /api/version":
        return { status: 200, body: { service: "api", version } };
      case "POST /api/users":
        return signUp(request);
      case "POST /api/sessions":
        return logIn(request);
      case "GET /api/pages":
        return { status: 200, body: await pages.of(caller(request)) };
      case "POST /api/pages":
        return createPage(request);
      default:
        return undefined;
    }
  };

  async function signUp(request: IncomingMessage) {
    const { email, password } = credentials(await json(request));
    const user = await users.create(email, password);
    return user === undefined ? { status: 409, body: { error: "This address has an account already." } } : { status: 201, body: { token: tokens.issue(user) } };
  }

  async function logIn(request: IncomingMessage) {
    const { email, password } = credentials(await json(request));
    const user = await users.check(email, password);
    return user === undefined ? { status: 401, body: { error: "Address and password do not belong together." } } : { status: 200, body: { token: tokens.issue(user) } };
  }

  async function createPage(request: IncomingMessage) {
    const owner = caller(request);
    const { name } = await json(request);
    if (typeof name !== "string" || !isPageName(name)) throw new BadRequest("A name has 3 to 32 lower-case letters, digits and hyphens, a letter first.");
    const page = await pages.create(owner, name);
    return page ? { status: 201, body: page } : { status: 409, body: { error: `The name ${name} is taken.` } };
  }

  function caller(request: IncomingMessage): number {
    const user = tokens.user(/^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1]);
    if (user === undefined) throw new BadRequest("Log in first.", 401);
    return user;
  }
}

function credentials({ email, password }: Record<string, unknown>): { email: string; password: string } {
  if (typeof email !== "string" || !/^\S+@\S+$/.test(email) || email.length > 190) throw new BadRequest("An e-mail address is needed.");
  if (typeof password !== "string" || password.length < 8 || password.length > 200) throw new BadRequest("A password has 8 to 200 characters.");
  return { email: email.toLowerCase(), password };
}
