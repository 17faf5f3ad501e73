import { createHash, randomInt } from "node:crypto";
import type { ManifestTable } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { factsWhereSet, postgresConnectionFields } from "#lib/network";
import { connectPostgres, type PostgresClient } from "#lib/network/server";
import type { StoreContext, StoreDriverFactory, StrayRun } from "../definition.ts";
import { whyEnded } from "../ended.ts";
import { addKeys, createTable } from "./create-tables.ts";
import type { PostgresqlStoreConfig } from "./definition.ts";
import { postgresqlLimits } from "./limits.ts";
import { lockModule, lockRun, probeSpace } from "./locks.ts";
import { identifier, qualified, quoteName, runSchema, versionSchema } from "./names.ts";
import { allOwnSchemas, createOwnSchema, ownSchemas, schemaBytes, writeMark } from "./own-schemas.ts";
import { assertRolesAnswer } from "./roles.ts";
import { showLatest, showRun, waitBriefly } from "./show-version.ts";
import { postgresStoreError } from "./store-error.ts";
import { uploadPlace } from "./upload-place.ts";

/** Does work in one transaction of the store's own role. */
export type Within = <T>(
  config: PostgresqlStoreConfig,
  context: Pick<StoreContext, "store" | "signal"> & { readonly runId?: string },
  work: (client: PostgresClient) => Promise<T>,
) => Promise<T>;

const settings = { timezone: "UTC", datestyle: "ISO, YMD", lock_timeout: "60s", client_encoding: "UTF8" };

/** Writes typed tables into a schema of the run's own; a version is a schema of views over it. Each step is one transaction. */
export const postgresqlStoreDriver: StoreDriverFactory<PostgresqlStoreConfig> = (tools) => {
  const within: Within = async (config, context, work) => {
    const { signal, store } = context;
    let client: PostgresClient | undefined;
    const stop = () => void client?.end().catch(() => undefined);
    signal.addEventListener("abort", stop, { once: true });
    try {
      if (signal.aborted) throw whyEnded(context);
      const applicationName = `etl-express ${context.runId ?? ""}`.trim();
      client = await connectPostgres(config, tools.network, { applicationName, settings });
      await client.query("begin");
      const result = await work(client);
      await client.query("commit");
      return result;
    } catch (error) {
      if (signal.aborted) throw whyEnded(context);
      throw postgresStoreError(error, store);
    } finally {
      signal.removeEventListener("abort", stop);
      await client?.end().catch(() => undefined);
    }
  };

  return {
    limits: postgresqlLimits,
    uploads: uploadPlace(tools, within),
    test: (config, signal) =>
      within(
        config,
        { store: `${config.host}:${config.port}/${config.database}`, signal },
        async (client) => {
          const { rows } = await client.query<{ creates: boolean; missing: string | null }>(
            `select has_database_privilege(current_database(), 'create') as creates,
                  (select named from unnest($1::text[]) named where named is not null
                     and not exists (select from pg_roles where rolname = named) limit 1) as missing`,
            [[config.readerUser ?? null, config.scriptUser ?? null]],
          );
          const store = `${config.host}:${config.port}/${config.database}`;
          if (rows[0]?.creates !== true)
            throw new AppError("store-refused", { store, detail: "CREATE ON DATABASE" });
          const { missing } = rows[0];
          if (missing !== null) throw new AppError("store-refused", { store, detail: `ROLE ${missing}` });
          await assertRolesAnswer(client, config, tools, store);
          return { warnings: [] };
        },
      ),

    write: (config, files, context) =>
      within(config, context, async (client) => {
        await lockRun(client, context.runId);
        const schema = runSchema(config.prefix, context.module, context.runId);
        const mark = { etlExpress: 1, kind: "run", module: context.module, run: context.runId } as const;
        const own = await ownSchemas(client, context.module);
        if (own.some((s) => s.name === schema && s.mark.run === context.runId)) {
          await client.query(`drop schema ${quoteName(schema)} cascade`);
        }
        await createOwnSchema(client, schema, mark, context.store);
        for (const { table, path } of files) await createTable(client, schema, table, path, tools, context);
        await addKeys(
          client,
          schema,
          files.map((f) => f.table),
        );
        const tables = [];
        for (const { table } of files) {
          const location = qualified(schema, table.name);
          const { rows } = await client.query<{ bytes: string }>(
            "select pg_total_relation_size($1::regclass) as bytes",
            [location],
          );
          tables.push({ name: table.name, location, bytes: Number(rows[0]?.bytes ?? 0) });
        }
        // It replaces what the run has there, and writing takes long.
        await context.assertOwned?.();
        return { location: schema, tables };
      }),

    commit: async (config, copy, _manifest, version, context) => {
      const { module, runId: run, store } = context;
      const mark = { etlExpress: 1, module, run, version } as const;
      const shown = { run: copy.location, readerUser: config.readerUser, store };
      await within(config, context, async (client) => {
        await lockModule(client, module);
        await showRun(client, versionSchema(module, version), { ...mark, kind: "version" }, shown);
      });
      // Apart: who reads the newest version in an open transaction keeps nobody from this one.
      await within(config, context, async (client) => {
        await lockModule(client, module);
        await showLatest(client, await ownSchemas(client, module), {
          module,
          store,
          readerUser: config.readerUser,
        });
      });
    },

    hideFromLatest: (config, number, context) =>
      within(config, context, async (client) => {
        const { module, runId, store } = context;
        await waitBriefly(client);
        await lockModule(client, module);
        const own = await ownSchemas(client, module);
        const shown = own.find(({ mark: { kind, run, version } }) => {
          return kind === "version" && run === runId && version === number;
        });
        if (!shown) return;
        await writeMark(client, shown.name, { ...shown.mark, withdrawn: true });
        const marked = await ownSchemas(client, module);
        await showLatest(client, marked, { module, store, readerUser: config.readerUser });
      }),

    remove: (config, copy, context) =>
      within(config, context, async (client) => {
        const { module, store } = context;
        await lockRun(client, copy.runId);
        await lockModule(client, module);
        const own = await ownSchemas(client, module);
        const isShown = own.some((s) => s.mark.kind === "latest" && s.mark.run === copy.runId);
        const staying = own.filter((s) => s.mark.kind === "latest" || s.mark.run !== copy.runId);
        if (isShown) await showLatest(client, staying, { module, store, readerUser: config.readerUser });
        // What others built on a withdrawn version goes with it: its data must be gone.
        for (const { name, mark } of own) {
          if (mark.run === copy.runId && mark.kind !== "latest") {
            await client.query(`drop schema if exists ${quoteName(name)} cascade`);
          }
        }
      }),

    strays: (config, owned, context) =>
      within(config, context, async (client) => {
        const found = new Map<string, StrayRun>();
        for (const { name, mark } of await allOwnSchemas(client)) {
          if (owned.has(mark.run) || mark.kind === "latest") continue;
          const bytes = (found.get(mark.run)?.bytes ?? 0) + (await schemaBytes(client, name));
          found.set(mark.run, { module: mark.module, runId: mark.run, location: name, bytes });
        }
        return [...found.values()];
      }),

    verify: (config, copy, tables, context) =>
      within(config, { store: context.store, signal: context.signal }, async (client) => {
        for (const table of tables) {
          const location = copy.tables.find(({ name }) => name === table.name)?.location ?? "";
          const { rows } = await client.query<{ n: string }>(`select count(*) as n from ${location}`);
          const expected = table.counts.published;
          if (Number(rows[0]?.n) !== expected)
            throw new AppError("store-failed", {
              store: context.store,
              detail: `${table.name}: ${rows[0]?.n} ≠ ${expected}`,
            });
        }
      }),

    extractionScripts(config, copy, table, context) {
      const location = copy.tables.find((t) => t.name === table.name)?.location;
      if (location === undefined) return [];
      const query = selectOf(table, location);
      const user = config.readerUser ?? config.user;
      const connection = `host=${JSON.stringify(config.host)}, port=${config.port}, dbname=${JSON.stringify(config.database)}, user=${JSON.stringify(user)}`;
      return [
        { language: "sql", source: context.store, text: `${query}\n` },
        {
          language: "python",
          source: context.store,
          text: `import pandas as pd
import psycopg

# The password comes from PGPASSWORD or ~/.pgpass.
with psycopg.connect(${connection}) as connection:
    cursor = connection.execute(${JSON.stringify(query)})
    frame = pd.DataFrame(cursor.fetchall(), columns=[column.name for column in cursor.description])
`,
        },
      ];
    },

    // Our schemas bear one mark, whatever prefix their names have.
    place: ({ host, port, database }) => [`${host.toLowerCase()}:${port}`, database],

    // A lock of one is seen by the other in the same database alone; what a server says of itself, its copies say too.
    sharesPlace: (config, other, context) =>
      within(config, context, async (client) => {
        const key = randomInt(2 ** 31);
        await client.query("select pg_advisory_xact_lock($1, $2)", [probeSpace, key]);
        return within(other, context, async (there) => {
          const { rows } = await there.query<{ shared: boolean }>(
            `select exists (select from pg_locks where locktype = 'advisory' and classid = $1 and objid = $2 and granted
               and database = (select oid from pg_database where datname = current_database())) as shared`,
            [probeSpace, key],
          );
          return rows[0]?.shared === true;
        });
      }),

    fingerprint: (config) => {
      const { host, port, database, user, prefix, readerUser, scriptUser } = config;
      const facts = [
        ...["postgresql", host, port, database, user, prefix, readerUser ?? null],
        // Only where there is one: stores without stay the ones that were approved.
        ...(scriptUser === undefined ? [] : [scriptUser]),
        ...factsWhereSet(postgresConnectionFields, config, ["ssl", "ca"]),
      ];
      return createHash("sha256").update(JSON.stringify(facts)).digest("hex");
    },
  };
};

function selectOf(table: ManifestTable, location: string): string {
  return `select ${table.columns.map((c) => quoteName(identifier(c.name))).join(", ")} from ${location}`;
}
