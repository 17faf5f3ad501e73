import { migrate } from "./migrations.ts";

// Deploys the migrations: `node lib/db/migrate.ts [URL]`.
const url = process.argv[2];
if (url === undefined) {
  console.error("node lib/db/migrate.ts postgresql://…");
  process.exit(2);
}
console.log(JSON.stringify(await migrate(url)));
// The engine leaves a timer of ten seconds behind.
process.exit(0);
