import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { duckdbType } from "#lib/column-rules";
import { parseColumnType } from "#lib/contracts";
import { type PythonQuestion, runPythonScript, scriptRefused } from "#lib/engine/server";
import { newId } from "#lib/kernel";
import type { TableDocument } from "#lib/metadata";
import { findSourceDefinition, type Intake, quotedTable, type SourceSession } from "#lib/sources";
import { literal, name, sql } from "#lib/sql";
import type { RunContext } from "../run-context.ts";
import { poolOf, pythonLimits } from "./python-limits.ts";
import { readOutput } from "./read-output.ts";
import { withOutput } from "./script-output.ts";

const asked = name("asked");

/** Puts the rows of an intake into a Parquet file, through the run's engine. */
async function writeIntake({ engine }: RunContext, intake: Intake, file: string): Promise<void> {
  if (intake.kind === "database") {
    await engine.withDatabase(intake.file, "asked_of", () =>
      engine.execute(
        sql`copy (select * from ${name("asked_of", "main", intake.table)}) to ${literal(file)} (format parquet)`,
      ),
    );
    return;
  }
  const columns = intake.columns.map((column) => {
    const type = parseColumnType(column.datatype) ?? { name: "string" as const };
    return { name: column.name, type: duckdbType(type.name === "binary" ? { name: "string" } : type) };
  });
  try {
    await engine.load(asked, columns, intake.stream);
    await engine.execute(sql`copy (select * from ${asked}) to ${literal(file)} (format parquet)`);
  } finally {
    await engine.execute(sql`drop table if exists ${asked}`);
  }
}

/** Answers what a script asks its source: the product holds the connection, the script gets rows. */
const answering =
  (context: RunContext, table: TableDocument, kind: string, session: SourceSession) =>
  async ({ ask, text }: PythonQuestion, file: string): Promise<void> => {
    if (ask === "get") {
      if (!session.get) {
        throw scriptRefused({ stage: "extract", table: table.name }, "no-paths", { kind });
      }
      await writeFile(file, await session.get(text));
      return;
    }
    const quote = findSourceDefinition(kind)?.identifierQuote;
    const statement = ask === "query" ? text : `select * from ${quotedTable({ name: text }, quote)}`;
    await writeIntake(context, await session.extract(table.name, statement), file);
  };

/** Runs `extract(source)` and answers what it returned, or `enough` rows of that, as any source's rows come. */
export async function pythonIntake(
  context: RunContext,
  table: TableDocument,
  kind: string,
  session: SourceSession,
  enough?: number,
): Promise<Intake> {
  const { request, state } = context;
  const { staging } = request.ports.artefacts;
  const returned = path.join(staging, `extract-${newId()}.parquet`);
  const databaseFile = path.join(staging, `extract-${newId()}.duckdb`);
  try {
    const place = { stage: "extract", table: table.name };
    await withOutput(context, place, (onOutput) =>
      runPythonScript({
        onOutput,
        pool: poolOf(context),
        kind: "extract",
        place,
        script: table.extraction?.script ?? "",
        output: returned,
        limits: pythonLimits(request.limits.scriptSeconds),
        now: new Date(state.startedAt),
        parameters: request.parameters ?? [],
        answer: answering(context, table, kind, session),
        signal: request.signal,
      }),
    );
    const output = { databaseFile, table: "rows", ...(enough === undefined ? {} : { mostRows: enough }) };
    const columns = await readOutput(context, table.name, returned, output);
    return { kind: "database", columns, file: databaseFile, table: "rows" };
  } finally {
    await rm(returned, { force: true });
  }
}
