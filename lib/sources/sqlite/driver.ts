import { createHash } from "node:crypto";
import { mkdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { newId } from "#lib/kernel";
import type {
  SessionOptions,
  SourceDriverFactory,
  SourceFile,
  SourceSession,
  SourceTools,
} from "../definition.ts";
import { countScripts } from "../file-cost.ts";
import { contentOf } from "../file-session.ts";
import { findFile } from "../find-file.ts";
import { inLookFolder } from "../look-folder.ts";
import { quotedTable } from "../table-names.ts";
import type { SqliteConfig } from "./definition.ts";
import { type SettledDatabase, settledDatabase } from "./settled-database.ts";

/** Rows that a sample is taken of. */
const mostSampledRows = 1_000_000;

const labelOf = ({ label, path: place, upload }: SqliteConfig): string =>
  label ?? path.basename(place ?? upload ?? "");
const bare = (script: string): string => script.replace(/(?:\s|;)+$/, "");

/** A change of the file explains whatever went wrong with it. */
async function unchanged<T>(database: SettledDatabase, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    await database.assertUnchanged();
  }
}

async function openSqliteSession(
  config: SqliteConfig,
  tools: SourceTools,
  { signal, scratch, sample, parameters }: SessionOptions,
): Promise<SourceSession> {
  const place = await findFile(config, labelOf(config), tools);
  const folder = path.join(scratch, `sqlite-${newId()}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const close = () => rm(folder, { recursive: true, force: true });
  const database = await settledDatabase(place, labelOf(config), folder).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  const snapshotAt = new Date();
  const sizes = await Promise.all(database.contents.map(async (part) => (await stat(part)).size));
  const scripts = countScripts();
  const { file } = database;
  const run = (table: string, script: string, output?: { databaseFile: string; table: string }) =>
    unchanged(database, () =>
      tools.files.runInDatabase({
        file,
        table,
        script,
        output,
        scratch: folder,
        sample,
        signal,
        ...(parameters === undefined ? {} : { parameters }),
      }),
    );
  return {
    snapshotAt,
    describe: async (table, script) => (await run(table, script)).columns,
    async extract(table, script) {
      const output = { databaseFile: path.join(folder, `${newId()}.duckdb`), table: "rows" };
      const { columns } = await scripts.run(() => run(table, script, output));
      return { kind: "database", columns, file: output.databaseFile, table: output.table };
    },
    async sampleScript(target, rows) {
      const from = "script" in target ? `(\n${bare(target.script)}\n)` : quotedTable({ name: target.name });
      // Places of rows times the golden ratio: spread over all of them, and the same ones again, which random() is not.
      const order = "(row_number() over () * 2654435761) % 4294967296";
      return `select * from (select * from ${from} as q limit ${mostSampledRows}) as q order by ${order} limit ${rows}`;
    },
    async files() {
      const contents: SourceFile[] = [];
      for (const part of database.contents)
        contents.push(await contentOf({ table: "main", path: part }, signal));
      await database.assertUnchanged();
      return contents;
    },
    cost: () => scripts.cost(sizes),
    close,
  };
}

/** Reads SQLite files: SQLite itself runs in a locked-down child process only. */
export const sqliteDriver: SourceDriverFactory<SqliteConfig> = (tools) => {
  const inspect = async (config: SqliteConfig, signal: AbortSignal) => {
    const place = await findFile(config, labelOf(config), tools);
    return inLookFolder(tools, "sqlite", async (folder) => {
      const database = await settledDatabase(place, labelOf(config), folder);
      return unchanged(database, () => tools.files.inspectDatabase(database.file, { signal }));
    });
  };
  return {
    describesCheaply: true,
    test: async (config, signal) => {
      const tables = await inspect(config, signal);
      return { server: `SQLite: ${labelOf(config)}, ${tables.length}`, warnings: [] };
    },
    introspect: inspect,
    open: (config, options) => openSqliteSession(config, tools, options),
    fingerprint: ({ path: place, upload }) =>
      createHash("sha256")
        .update(JSON.stringify(["sqlite", place ?? `upload:${upload}`]))
        .digest("hex"),
  };
};
