import { config } from "#lib/config/server";
import { AppError } from "#lib/kernel";
import { log } from "#lib/telemetry/server";
import { startWorker } from "./start-worker.ts";

// The process entry: `node lib/worker/main.ts` adds one worker to the installation that DATABASE_URL names.
const line = log("worker");
try {
  const worker = await startWorker(config(), line);
  const stop = () => {
    worker.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        line.error({ err: error }, "worker did not stop cleanly");
        process.exit(1);
      },
    );
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, stop);
} catch (error) {
  if (!(error instanceof AppError)) line.fatal({ err: error }, "worker could not start");
  console.error(error instanceof AppError ? error.message : "The worker could not start; see its log.");
  process.exit(error instanceof AppError && error.definition.kind === "usage" ? 2 : 1);
}
