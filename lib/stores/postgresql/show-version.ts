import { AppError } from "#lib/kernel";
import type { PostgresClient } from "#lib/network/server";
import { latestSchema, qualified, quoteName } from "./names.ts";
import { createOwnSchema, type OwnSchema, ownSchemas, type SchemaMark } from "./own-schemas.ts";

/** Somebody else holds what is to be changed, for longer than we wait. */
const isLockTimeout = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "55P03";

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
    } catch (error) {
      if (isLockTimeout(error)) throw error;
      // Other columns than before: the view cannot be replaced in place.
      await client.query("rollback to savepoint shown");
      await client.query(`drop view ${qualified(schema, name)}`);
      await client.query(`create ${create}`);
    }
  }
  await grantReading(client, [schema, run], readerUser);
}

async function grantReading(
  client: PostgresClient,
  schemas: readonly string[],
  readerUser: string | undefined,
): Promise<void> {
  if (readerUser === undefined) return;
  for (const visible of schemas) {
    await client.query(`grant usage on schema ${quoteName(visible)} to ${quoteName(readerUser)}`);
    await client.query(
      `grant select on all tables in schema ${quoteName(visible)} to ${quoteName(readerUser)}`,
    );
  }
}

export interface ShownRun {
  /** The run's schema. */
  readonly run: string;
  readonly readerUser: string | undefined;
  readonly store: string;
}

/** Whether a schema already shows all tables of the run that its mark names. */
async function showsAll(client: PostgresClient, schema: string, run: string): Promise<boolean> {
  const { rows } = await client.query<{ missing: boolean }>(
    `select exists (select from pg_class t where t.relnamespace = $2::regnamespace and t.relkind = 'r'
       and not exists (select from pg_class v where v.relnamespace = $1::regnamespace and v.relkind = 'v'
         and v.relname = t.relname)) as missing`,
    [quoteName(schema), quoteName(run)],
  );
  return rows[0]?.missing === false;
}

/** Makes a schema of ours show a run. Where it does already, no view is touched: readers may hold them. */
export async function showRun(
  client: PostgresClient,
  schema: string,
  mark: SchemaMark,
  { run, readerUser, store }: ShownRun,
): Promise<void> {
  const own = (await ownSchemas(client, mark.module)).find(({ name }) => name === schema);
  const isShown = own?.mark.run === mark.run && (await showsAll(client, schema, run));
  await createOwnSchema(client, schema, mark, store);
  if (isShown) await grantReading(client, [schema, run], readerUser);
  else await showTables(client, schema, run, readerUser);
}

/** For who reads the newest version and need not know of us, and for who changes what the module shows: less than anybody gives a store. */
export const waitBriefly = (client: PostgresClient) => client.query("set local lock_timeout = '5s'");

/** The same of the schema with the newest version, which others read while it changes. @throws AppError `store-latest-held` */
export async function moveLatest(
  client: PostgresClient,
  schema: string,
  mark: SchemaMark,
  shown: ShownRun,
): Promise<void> {
  await waitBriefly(client);
  try {
    await showRun(client, schema, mark, shown);
  } catch (cause) {
    if (!isLockTimeout(cause)) throw cause;
    throw new AppError("store-latest-held", { store: shown.store, schema }, { cause });
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
    const shown = { run: run.name, readerUser, store };
    await moveLatest(client, latestSchema(module), { ...newest.mark, kind: "latest" }, shown);
  } else if (latest) {
    await client.query(`drop schema ${quoteName(latest.name)} cascade`);
  }
}

interface Where {
  readonly module: string;
  readonly store: string;
  readonly readerUser: string | undefined;
}
