import * as Y from "yjs";
import { connect, isReachable } from "../../shared/database.ts";
import { serve } from "../../shared/http.ts";
import { log } from "../../shared/log.ts";
import { Origins } from "../../shared/origins.ts";
import { contentOf } from "../../shared/page.ts";
import { Pages } from "../../shared/pages.ts";
import { required, version } from "../../shared/settings.ts";
import { endOnSignal } from "../../shared/shutdown.ts";
import { Updates } from "../../shared/updates.ts";
import { indexOf, missing, pageOf } from "./render.ts";

const newestPages = 20;

const pool = connect();
const pages = new Pages(pool);
const updates = new Updates(pool);
const host = required("PAGES_HOST");

const server = serve(Number(required("PORT")), new Origins(required("CORS_ORIGINS")), async (request, url) => {
  if (url.pathname === "/health") {
    return (await isReachable(pool)) ? { status: 200, body: { status: "well" } } : { status: 503, body: { status: "the database does not answer" } };
  }
  if (url.pathname === "/-/version") return { status: 200, body: { service: "subdomain", version } };
  if (url.pathname !== "/") return undefined;

  const asked = (request.headers.host ?? "").split(":")[0]!.toLowerCase();
  if (asked === host) return { status: 200, body: indexOf(await pages.newest(newestPages)) };

  const page = asked.endsWith(`.${host}`) ? await pages.find(asked.slice(0, -host.length - 1)) : undefined;
  if (!page) return { status: 404, body: missing() };

  const document = new Y.Doc();
  await updates.load(page.id, document, undefined);
  const { title, body } = contentOf(document);
  return { status: 200, body: pageOf(page.name, title.toString(), body.toString()), headers: { "Cache-Control": "no-cache" } };
});

endOnSignal(server, { release: () => pool.end() });
log("info", "The pages' server is up.", { version });
