import { copyFile, rm } from "node:fs/promises";
import path from "node:path";
import { type PythonOrder, runPythonScript } from "#lib/engine/server";
import { AppError, newId, type Text } from "#lib/kernel";
import { literal, name, sql } from "#lib/sql";
import type { UploadSession } from "#lib/stores";
import type { RunContext } from "../../run-context.ts";
import { poolOf, pythonLimits } from "../python-limits.ts";
import { readOutput } from "../read-output.ts";
import { scriptNames } from "../script-names.ts";
import { withOutput } from "../script-output.ts";
import { returnedByRows } from "./returned-scripts.ts";
import type { UploadRunner } from "./upload-tables.ts";

const refused = (text: Text) => new AppError("upload-script-refused", { ...text });

/**
 * A table that a script has made, written by the engine anew: what comes from a sandbox is read in a process that is locked down,
 * and only then given to anything else.
 */
async function writeTable(
  context: RunContext,
  session: UploadSession,
  table: string,
  sent: string,
): Promise<void> {
  if (!session.writeTable)
    throw refused({
      en: "target.write_table: the store has no tables.",
      ru: "target.write_table: в хранилище нет таблиц.",
    });
  const { engine, request } = context;
  const { staging } = request.ports.artefacts;
  const database = path.join(staging, `sent-${newId()}.duckdb`);
  const file = path.join(staging, `sent-${newId()}.parquet`);
  try {
    const columns = await readOutput(context, table, sent, { databaseFile: database, table: "rows" });
    const rows = await engine.withDatabase(database, "sent", async () => {
      const from = name("sent", "main", "rows");
      await engine.execute(sql`copy (select * from ${from}) to ${literal(file)} (format parquet)`);
      return engine.count(sql`select count(*) from ${from}`);
    });
    const named = columns.map((column) => ({
      name: column.name,
      datatype: column.datatype,
      nullable: true,
    }));
    await session.writeTable({ name: table, columns: named, rows }, file);
  } finally {
    for (const made of [database, file]) await rm(made, { force: true });
  }
}

const carryOut =
  (context: RunContext, session: UploadSession) =>
  async ({ ask, text }: PythonOrder, file: string | undefined): Promise<void> => {
    if (ask === "execute") {
      if (!session.execute)
        throw refused({
          en: "target.execute: the store runs no SQL.",
          ru: "target.execute: хранилище не выполняет SQL.",
        });
      await session.execute(text);
      return;
    }
    if (file === undefined) throw new AppError("sandbox-failed", { task: "python", detail: ask });
    if (ask === "write-table") return writeTable(context, session, text, file);
    if (!session.put)
      throw refused({
        en: "target.put: the store keeps no files. Write tables there.",
        ru: "target.put: хранилище не держит файлов. Записывайте таблицы.",
      });
    await session.put(text, file);
  };

/** Runs `upload(tables, target)` in the sandbox; what it wants of its target comes through the pipe and is carried out here. */
export const runPythonUpload: UploadRunner = async (context, { script, session, files }) => {
  const { request, state } = context;
  const place = { stage: "upload", table: "–" };
  const { scripts = [] } = await withOutput(context, place, (onOutput) =>
    runPythonScript({
      onOutput,
      pool: poolOf(context),
      names: scriptNames(context),
      kind: "upload",
      place,
      script: script.script,
      inputs: files.map(({ table, path: from }) => ({
        name: table.name,
        write: (file) => copyFile(from, file),
      })),
      target: session.name,
      limits: pythonLimits(request.limits.scriptSeconds),
      now: new Date(state.startedAt),
      carryOut: carryOut(context, session),
      signal: request.signal,
    }),
  );
  return returnedByRows(scripts, script.store, files);
};
