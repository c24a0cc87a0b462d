import { connect } from "../../shared/database.ts";
import { serve } from "../../shared/http.ts";
import { log } from "../../shared/log.ts";
import { Origins } from "../../shared/origins.ts";
import { Pages } from "../../shared/pages.ts";
import { required, version } from "../../shared/settings.ts";
import { endOnSignal } from "../../shared/shutdown.ts";
import { Tokens } from "../../shared/tokens.ts";
import { migrate } from "./migrations.ts";
import { routes } from "./routes.ts";
import { Users } from "./users.ts";

const pool = connect();

if (process.argv[2] === "migrate") {
  await migrate(pool);
  await pool.end();
} else {
  const handler = routes(pool, new Users(pool), new Pages(pool), new Tokens(required("TOKEN_KEY")));
  const server = serve(Number(required("PORT")), new Origins(required("CORS_ORIGINS")), handler);
  endOnSignal(server, { release: () => pool.end() });
  log("info", "The API is up.", { version });
}
