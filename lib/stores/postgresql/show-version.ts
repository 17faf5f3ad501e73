import { AppError } from "#lib/kernel";
import type { PostgresClient } from "#lib/network/server";
import { latestSchema, qualified, quoteName } from "./names.ts";
import { createOwnSchema, type OwnSchema, ownSchemas, type SchemaMark, writeMark } from "./own-schemas.ts";

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

interface ShownRun {
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

/**
 * Makes a schema of ours show a run. Where it does already, no view is touched: readers may hold them; and a version that is withdrawn
 * stays so.
 */
export async function showRun(
  client: PostgresClient,
  schema: string,
  mark: SchemaMark,
  { run, readerUser, store }: ShownRun,
): Promise<void> {
  const own = (await ownSchemas(client, mark.module)).find(({ name }) => name === schema);
  const isShown = own?.mark.run === mark.run && (await showsAll(client, schema, run));
  await createOwnSchema(client, schema, mark, store);
  // A version is always one run's; `latest` now this one's, now that one's.
  if (mark.kind === "latest") await writeMark(client, schema, mark);
  if (isShown) await grantReading(client, [schema, run], readerUser);
  else await showTables(client, schema, run, readerUser);
}

/** For who reads the newest version and need not know of us, and for who changes what the module shows: less than anybody gives a store. */
export const waitBriefly = (client: PostgresClient) => client.query("set local lock_timeout = '5s'");

interface Where {
  readonly module: string;
  readonly store: string;
  readonly readerUser: string | undefined;
}

/** The newest version that is not withdrawn, with the schema of its run. */
const newestOf = (own: readonly OwnSchema[]) =>
  own
    .flatMap(({ mark }) => {
      const run = own.find((one) => one.mark.kind === "run" && one.mark.run === mark.run);
      return mark.kind === "version" && mark.withdrawn !== true && run ? [{ mark, run: run.name }] : [];
    })
    .sort((a, b) => (b.mark.version ?? 0) - (a.mark.version ?? 0))[0];

/**
 * Lets a module's `latest`, which others read while it changes, show the newest of its versions that is not withdrawn; where there is
 * none, it goes. @throws AppError `store-latest-held`
 */
export async function showLatest(
  client: PostgresClient,
  own: readonly OwnSchema[],
  { module, store, readerUser }: Where,
): Promise<void> {
  const schema = latestSchema(module);
  const newest = newestOf(own);
  await waitBriefly(client);
  try {
    if (newest) {
      const mark = { ...newest.mark, kind: "latest" } as const;
      await showRun(client, schema, mark, { run: newest.run, readerUser, store });
    } else if (own.some(({ mark }) => mark.kind === "latest")) {
      await client.query(`drop schema ${quoteName(schema)} cascade`);
    }
  } catch (cause) {
    if (!isLockTimeout(cause)) throw cause;
    throw new AppError("store-latest-held", { store, schema }, { cause });
  }
}
