import type { Server } from "node:http";
import { log, logError } from "./log.ts";

/**
 * Ends the process when ECS asks for it (SIGTERM): no new connection is taken, what was begun is ended, then everything is released.
 * ECS sends SIGKILL after the service's StopTimeout.
 */
export function endOnSignal(server: Server, end: { drain?: () => Promise<void>; release: () => Promise<void> }): void {
  process.once("SIGTERM", async () => {
    log("info", "Draining.");
    try {
      const closed = new Promise((done) => server.close(done));
      await end.drain?.();
      await closed;
      await end.release();
      log("info", "Ended.");
      process.exit(0);
    } catch (error) {
      logError("The end was not clean.", error);
      process.exit(1);
    }
  });
}
