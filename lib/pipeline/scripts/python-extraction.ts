import { rm } from "node:fs/promises";
import path from "node:path";
import { duckdbType } from "#lib/column-rules";
import type { SourceColumn } from "#lib/contracts";
import { type PythonQuestion, runPythonScript, ShownWords, scriptRefused } from "#lib/engine/server";
import { newId } from "#lib/kernel";
import type { TableDocument } from "#lib/metadata";
import { findSourceDefinition, type Intake, quotedTable, type SourceSession } from "#lib/sources";
import { join, literal, name, type Sql, sql } from "#lib/sql";
import { assertAllCame, takeFitting } from "../fitting-intake.ts";
import type { RunContext } from "../run-context.ts";
import { checkGrowth } from "./check-growth.ts";
import { poolOf, pythonLimits } from "./python-limits.ts";
import { readOutput } from "./read-output.ts";
import { scriptNames } from "./script-names.ts";
import { withOutput } from "./script-output.ts";
import { shownError } from "./shown-error.ts";

const asked = name("asked");

/** A column as pandas gets it: binary came as text in the source's notation. */
const given = ({ name: column, datatype }: SourceColumn) =>
  datatype === "binary" ? sql`unhex(substr(${name(column)}, 3)) as ${name(column)}` : name(column);

/** Puts the rows that a source gives into a Parquet file, through the run's engine, with the types that a script in SQL would read. Answers how many. */
async function writeRows(
  context: RunContext,
  table: TableDocument,
  ask: (options: { readonly asText: boolean }) => Promise<Intake>,
  file: string,
): Promise<number> {
  const { engine } = context;
  let sent = 0;
  const write = (items: Sql, from: Sql) =>
    engine.execute(sql`copy (select ${items} from ${from}) to ${literal(file)} (format parquet)`);
  try {
    await takeFitting(context, table, ask, async (intake, columns) => {
      if (intake.kind === "database") {
        const rows = name("asked_of", "main", intake.table);
        await engine.withDatabase(intake.file, "asked_of", async () => {
          await write(sql`*`, rows);
          sent = await engine.count(sql`select count(*) from ${rows}`);
        });
        return rows;
      }
      await engine.load(
        asked,
        columns.map((column) => ({ name: column.name, type: duckdbType(column.type) })),
        intake.stream,
      );
      sent = await engine.count(sql`select count(*) from ${asked}`);
      assertAllCame(intake, sent, table.name);
      await write(join(intake.columns.map(given)), asked);
      return asked;
    });
    return sent;
  } finally {
    await engine.execute(sql`drop table if exists ${asked}`);
  }
}

/** Answers what a script asks its source: the product holds the connection, the script gets rows. */
function answering(
  context: RunContext,
  table: TableDocument,
  kind: string,
  session: SourceSession,
  onRows: (rows: number) => void,
) {
  const place = { stage: "extract", table: table.name };
  const words = new ShownWords(table.extraction?.script ?? "", scriptNames(context));
  const quote = findSourceDefinition(kind)?.identifierQuote;
  /** What the source says of it is told as far as the script says it itself. */
  const shown = async <T>({ line }: PythonQuestion, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw shownError(error, { ...place, line: words.line(line) }, words);
    }
  };
  return async (question: PythonQuestion, file: string): Promise<void> => {
    const { ask, text } = question;
    if (ask === "get") {
      const { get } = session;
      if (!get) throw scriptRefused(place, "no-paths", { kind });
      const answer = await shown(question, () => get(text, file));
      if (answer === "done") return;
      throw scriptRefused(place, answer === "unknown" ? "unknown-path" : "path-too-large");
    }
    const statement = ask === "query" ? text : `select * from ${quotedTable({ name: text }, quote)}`;
    const extract = (options: { readonly asText: boolean }) =>
      session.extract(table.name, statement, options);
    onRows(await shown(question, () => writeRows(context, table, extract, file)));
  };
}

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
  let given = 0;
  const onRows = (rows: number) => {
    given += rows;
  };
  try {
    const place = { stage: "extract", table: table.name };
    await withOutput(context, place, (onOutput) =>
      runPythonScript({
        onOutput,
        pool: poolOf(context),
        names: scriptNames(context),
        kind: "extract",
        place,
        script: table.extraction?.script ?? "",
        output: returned,
        limits: pythonLimits(request.limits.scriptSeconds),
        now: new Date(state.startedAt),
        parameters: request.parameters ?? [],
        answer: answering(context, table, kind, session, onRows),
        signal: request.signal,
      }),
    );
    const output = { databaseFile, table: "rows", ...(enough === undefined ? {} : { mostRows: enough }) };
    const columns = await readOutput(context, table.name, returned, output);
    if (enough === undefined) {
      const rows = name("returned_of", "main", "rows");
      const made = await context.engine.withDatabase(databaseFile, "returned_of", () =>
        context.engine.count(sql`select count(*) from ${rows}`),
      );
      checkGrowth(context, "extract", table, { rows: given, made });
    }
    return { kind: "database", columns, file: databaseFile, table: "rows" };
  } finally {
    await rm(returned, { force: true });
  }
}
