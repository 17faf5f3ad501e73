import { config } from "#lib/config/server";
import { AppError } from "#lib/kernel";
import { migrate } from "./migrations.ts";

// Deploys the migrations to DATABASE_URL, or to the address given: `node lib/db/migrate.ts [URL]`.
try {
  console.log(JSON.stringify(await migrate(process.argv[2] ?? config().databaseUrl)));
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  console.error(error.message);
  process.exit(error.definition.kind === "usage" ? 2 : 3);
}
// The schema engine leaves a timer of ten seconds behind.
process.exit(0);
