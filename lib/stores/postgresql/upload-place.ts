import type { ManifestTable } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { connectPostgres, type PostgresClient } from "#lib/network/server";
import type { StoredCopy, StoreTools, UploadContext, UploadPlace, UploadSession } from "../definition.ts";
import { whyEnded } from "../ended.ts";
import { addKeys, createTable } from "./create-tables.ts";
import type { PostgresqlStoreConfig } from "./definition.ts";
import type { Within } from "./driver.ts";
import { lockRun } from "./locks.ts";
import { identifier, qualified, quoteName, scriptSchema } from "./names.ts";
import { createOwnSchema } from "./own-schemas.ts";
import { assertModest, assertTakesOver, rolesOf } from "./roles.ts";
import { runScript, type ScriptRow } from "./run-script.ts";
import { scriptError } from "./script-error.ts";
import { postgresStoreError } from "./store-error.ts";
import { takeOver } from "./take-over.ts";

const begunTransaction = async (client: PostgresClient): Promise<string> => {
  const { rows } = await client.query<{ id: string }>("select pg_current_xact_id()::text as id");
  return rows[0]?.id ?? "";
};
const transactionNow = async (client: PostgresClient): Promise<string | null | undefined> => {
  const { rows } = await client.query<{ id: string | null }>(
    "select pg_current_xact_id_if_assigned()::text as id",
  );
  return rows[0]?.id;
};

/**
 * Upload scripts write in a schema of the run's own, as a role that owns nothing of ours, in one transaction. What they made there is
 * ours before it is read back.
 */
export function uploadPlace(tools: StoreTools, within: Within): UploadPlace<PostgresqlStoreConfig> {
  /** A connection of the script's role that ends with the run's signal or the script's time. */
  const asScript = async (config: PostgresqlStoreConfig, schema: string, context: UploadContext) => {
    const { store, signal, seconds } = context;
    const { script } = rolesOf(config, store);
    const connect = (name: string) =>
      connectPostgres({ ...config, ...script }, tools.network, {
        applicationName: `${name} ${context.runId}`,
        settings: {
          timezone: "UTC",
          datestyle: "ISO, YMD",
          lock_timeout: "60s",
          client_encoding: "UTF8",
          statement_timeout: `${seconds}s`,
          search_path: quoteName(schema),
          "etlx.run": schema,
        },
      });
    const client = await connect("etl-express upload").catch((error: unknown) => {
      throw postgresStoreError(error, store);
    });
    const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
    let isLate = false;
    // A script may lift its own timeout: the server is told from another connection of the same role.
    const stop = async () => {
      try {
        const other = await connect("etl-express cancel");
        await other.query("select pg_terminate_backend($1)", [rows[0]?.pid ?? 0]);
        await other.end();
      } catch {
        await client.end().catch(() => undefined);
      }
    };
    const onAbort = () => void stop();
    signal.addEventListener("abort", onAbort, { once: true });
    const timer = setTimeout(
      () => {
        isLate = true;
        void stop();
      },
      (seconds + 5) * 1000,
    );
    return {
      client,
      /** Why the work failed, in our words. */
      explained: (error: unknown, text = ""): AppError => {
        if (signal.aborted) return whyEnded(context);
        if (isLate)
          return new AppError("upload-script-failed", { store, detail: "57014", line: 1 }, { cause: error });
        return scriptError(error, store, text);
      },
      end: async () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", onAbort);
        await client.end().catch(() => undefined);
      },
    };
  };

  return {
    assertTakes: (config, _language, store) => void rolesOf(config, store),

    reader: (config) => {
      const { host, port, database, ssl, ca } = config;
      const { reader } = rolesOf(config, host);
      return {
        kind: "postgresql",
        config: { host, port, database, ssl, ...(ca === undefined ? {} : { ca }), ...reader },
      };
    },

    open: async (config, files, context) => {
      const { store, module, runId } = context;
      const { script, reader } = rolesOf(config, store);
      const schema = scriptSchema(config.prefix, module, runId);
      await within(config, context, async (client) => {
        await lockRun(client, runId);
        await assertModest(client, config, store);
        await assertTakesOver(client, script.user, store);
        const mark = { etlExpress: 1, kind: "script", module, run: runId } as const;
        await createOwnSchema(client, schema, mark, store);
        const own = quoteName(schema);
        await client.query(`grant usage, create on schema ${own} to ${quoteName(script.user)}`);
        await client.query(`grant usage on schema ${own} to ${quoteName(reader.user)}`);
      });
      const connection = await asScript(config, schema, context);
      const { client, explained } = connection;
      const names = new Set<string>();
      const session: UploadSession = {
        name: schema,
        execute: async (text) => {
          let rows: readonly ScriptRow[];
          const before = await begunTransaction(client);
          try {
            rows = await runScript(client, text);
          } catch (error) {
            throw explained(error, text);
          }
          if ((await transactionNow(client)) !== before)
            throw new AppError("upload-script-refused", {
              en: "it ended the transaction that it runs in. Leave out COMMIT and ROLLBACK.",
              ru: "он завершил транзакцию, в которой выполняется. Уберите COMMIT и ROLLBACK.",
            });
          return rows;
        },
        writeTable: async ({ name, columns, rows }, file) => {
          const table = {
            ...emptyTable,
            name,
            columns: [...columns],
            counts: { ...noCounts, published: rows },
          };
          try {
            await createTable(client, schema, table, file, tools, context);
            names.add(name);
          } catch (error) {
            throw explained(error);
          }
        },
        keep: async () => {
          try {
            await client.query("commit");
          } catch (error) {
            throw explained(error);
          }
          return within(config, context, async (own): Promise<StoredCopy> => {
            await lockRun(own, runId);
            await takeOver(own, { schema, script: script.user, reader: reader.user });
            return { by: "script", location: schema, tables: await sizes(own, schema, [...names]) };
          });
        },
        close: () => connection.end(),
      };
      try {
        await client.query("begin");
        for (const { table, path } of files) {
          await createTable(client, schema, table, path, tools, context);
          names.add(table.name);
        }
        await addKeys(
          client,
          schema,
          files.map(({ table }) => table),
        );
        return session;
      } catch (error) {
        await connection.end();
        throw explained(error);
      }
    },

    cleanUp: async (config, sql, context) => {
      const schema = scriptSchema(config.prefix, context.module, context.runId);
      const { client, explained, end } = await asScript(config, schema, context);
      try {
        await client.query("begin");
        await runScript(client, sql);
        await client.query("commit");
      } catch (error) {
        throw explained(error, sql);
      } finally {
        await end();
      }
    },
  };
}

const noCounts = { extracted: 0, transformed: 0, rejected: 0, deduplicated: 0, suppressed: 0, published: 0 };
const emptyTable: Omit<ManifestTable, "name" | "columns" | "counts"> = {
  file: "",
  mediaType: "application/vnd.apache.parquet",
  sha256: "",
  bytes: 0,
  primaryKey: [],
  foreignKeys: [],
};

async function sizes(client: PostgresClient, schema: string, names: readonly string[]) {
  const { rows } = await client.query<{ name: string; bytes: string }>(
    `select relname as name, pg_total_relation_size(oid) as bytes from pg_class
     where relnamespace = $1::regnamespace and relkind in ('r', 'p', 'v') order by relname`,
    [quoteName(schema)],
  );
  // What the script made itself counts too; tables of the module have their own names.
  return rows.map(({ name, bytes }) => ({
    name: names.find((own) => identifier(own) === name) ?? name,
    location: qualified(schema, name),
    bytes: Number(bytes),
  }));
}
