import { writeNextMigration } from "./migrations.ts";

// For engineers: `node lib/db/next-migration.ts URL NAME` after a change of prisma/schema.
const [url, name] = process.argv.slice(2);
if (url === undefined || name === undefined || !/^[a-z][a-z0-9_]*$/.test(name)) {
  console.error("node lib/db/next-migration.ts postgresql://… name_of_the_change");
  process.exit(2);
}
console.log((await writeNextMigration(url, name)) ?? "Nothing has changed.");
