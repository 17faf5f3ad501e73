import type { PostgresClient } from "#lib/network/server";
import { latestSchema, qualified, quoteName } from "./names.ts";
import { createOwnSchema, type OwnSchema } from "./own-schemas.ts";

/** Makes a schema's views show the tables of a run's schema, and lets the reading role see them. */
export async function showTables(
  client: PostgresClient,
  schema: string,
  run: string,
  readerUser: string | undefined,
): Promise<void> {
  const { rows: tables } = await client.query<{ name: string }>(
    "select relname as name from pg_class where relnamespace = $1::regnamespace and relkind = 'r' order by relname",
    [quoteName(run)],
  );
  const { rows: views } = await client.query<{ name: string }>(
    "select relname as name from pg_class where relnamespace = $1::regnamespace and relkind = 'v'",
    [quoteName(schema)],
  );
  const kept = new Set(tables.map((t) => t.name));
  // Without CASCADE: a view that somebody built on ours stops the change instead of vanishing.
  for (const { name } of views)
    if (!kept.has(name)) await client.query(`drop view ${qualified(schema, name)}`);
  for (const { name } of tables) {
    const create = `view ${qualified(schema, name)} as select * from ${qualified(run, name)}`;
    await client.query("savepoint shown");
    try {
      await client.query(`create or replace ${create}`);
    } catch {
      // Other columns than before: the view cannot be replaced in place.
      await client.query("rollback to savepoint shown");
      await client.query(`drop view ${qualified(schema, name)}`);
      await client.query(`create ${create}`);
    }
  }
  if (readerUser !== undefined) {
    for (const visible of [schema, run]) {
      await client.query(`grant usage on schema ${quoteName(visible)} to ${quoteName(readerUser)}`);
      await client.query(
        `grant select on all tables in schema ${quoteName(visible)} to ${quoteName(readerUser)}`,
      );
    }
  }
}

/** Lets a module's `latest` show the newest of its versions that is not withdrawn; where there is none, it goes. */
export async function showLatest(
  client: PostgresClient,
  own: readonly OwnSchema[],
  { module, store, readerUser }: Where,
): Promise<void> {
  const latest = own.find(({ mark }) => mark.kind === "latest");
  const [newest] = own
    .filter(({ mark }) => mark.kind === "version" && mark.withdrawn !== true)
    .sort((a, b) => (b.mark.version ?? 0) - (a.mark.version ?? 0));
  const run = own.find(({ mark }) => mark.kind === "run" && mark.run === newest?.mark.run);
  if (newest && run) {
    const name = latestSchema(module);
    await createOwnSchema(client, name, { ...newest.mark, kind: "latest" }, store);
    await showTables(client, name, run.name, readerUser);
  } else if (latest) {
    await client.query(`drop schema ${quoteName(latest.name)} cascade`);
  }
}

interface Where {
  readonly module: string;
  readonly store: string;
  readonly readerUser: string | undefined;
}
