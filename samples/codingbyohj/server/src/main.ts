import { openDatabase } from "./database";
import { isAlive } from "./alive";
import { migrate } from "./migrations";
import { serve } from "./server";

const port = Number(process.env.PORT ?? 8080);

/** Without arguments the server; with one the command of that name, which ends. */
async function main(command?: string): Promise<void> {
  switch (command) {
    case undefined:
      return serve(openDatabase(), port);
    case "migrate": {
      const database = openDatabase();
      try {
        return await migrate(database);
      } finally {
        await database.end();
      }
    }
    case "alive":
      process.exitCode = (await isAlive(port)) ? 0 : 1;
      return;
    default:
      throw new Error(`${command} is no command; valid are migrate and alive.`);
  }
}

main(process.argv[2]).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
