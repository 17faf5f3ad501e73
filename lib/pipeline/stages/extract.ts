import path from "node:path";
import { duckdbType } from "#lib/column-rules";
import { type StagedColumn, tableNames } from "#lib/compiler";
import { parseColumnType, type SourceColumn } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import type { TableDocument } from "#lib/metadata";
import type { Intake, SourceSession } from "#lib/sources";
import { join, name, sql, unsafeText } from "#lib/sql";
import { warnOfFewValues } from "../few-values.ts";
import type { BoundSource } from "../ports.ts";
import { type RunContext, type Stage, tableState } from "../run-context.ts";

/** A table with a transformation keeps what was extracted apart from what column rules read. */
export const landing = (table: TableDocument) =>
  table.transformation ? tableNames.extracted(table.name) : tableNames.transformed(table.name);

/** How a column stands in the engine: binary arrives as text in the source's notation and is read by the strict cast. */
function staged(columns: readonly SourceColumn[], kind: Intake["kind"]): StagedColumn[] {
  return columns.map((column) => {
    const type = parseColumnType(column.datatype) ?? { name: "string" };
    return { name: column.name, type: kind === "csv" && type.name === "binary" ? { name: "string" } : type };
  });
}

/** Types whose name a source's own may share while it holds more: NaN, infinity, years BC. */
const narrow = new Set(["decimal", "date", "timestamp", "timestamp(tz)"]);
const dated = new Set(["date", "timestamp", "timestamp(tz)"]);

const isConversion = (error: unknown): boolean =>
  error instanceof AppError && error.code === "engine-failed" && error.params.detail === "Conversion";

/** Whether every value could be kept in its column's type. */
async function fits(
  context: RunContext,
  table: TableDocument,
  intake: Intake,
  columns: readonly StagedColumn[],
): Promise<boolean> {
  try {
    await land(context, table, intake, columns);
  } catch (error) {
    if (isConversion(error)) return false;
    throw error;
  }
  const dates = columns.filter(({ type }) => dated.has(type.name));
  if (dates.length === 0) return true;
  const infinite = join(
    dates.map((column) => sql`isinf(${name(column.name)})`),
    unsafeText(" or "),
  );
  return (await context.engine.count(sql`select count(*) from ${landing(table)} where ${infinite}`)) === 0;
}

/** Takes a table, and once more as text where its types do not hold a value: then casts reject the rows and show what it was. */
async function take(context: RunContext, table: TableDocument, session: SourceSession): Promise<void> {
  const script = table.extraction?.script ?? "";
  const intake = await session.extract(table.name, script);
  const columns = staged(intake.columns, intake.kind);
  const wide = columns.filter(({ type }) => narrow.has(type.name)).map((column) => column.name);
  if (intake.kind !== "csv" || wide.length === 0) return land(context, table, intake, columns);
  if (await fits(context, table, intake, columns)) return;
  context.request.ports.journal.emit({
    level: "warning",
    kind: "message",
    stage: "extract",
    table: table.name,
    message: "extracted-as-text",
    params: { columns: wide.join(", ") },
  });
  const texts = columns.map((column) =>
    wide.includes(column.name) ? { ...column, type: { name: "string" as const } } : column,
  );
  await land(context, table, await session.extract(table.name, script, { asText: true }), texts);
}

async function land(
  context: RunContext,
  table: TableDocument,
  intake: Intake,
  columns: readonly StagedColumn[],
): Promise<void> {
  const { engine } = context;
  if (intake.kind === "csv") {
    await engine.load(
      landing(table),
      columns.map((column) => ({ name: column.name, type: duckdbType(column.type) })),
      intake.stream,
    );
  } else {
    await engine.withDatabase(intake.file, "intake", () =>
      engine.execute(
        sql`create or replace table ${landing(table)} as select * from ${name("intake", "main", intake.table)}`,
      ),
    );
  }
  const state = tableState(context, table.name);
  state.columns = columns;
  state.extracted = await engine.count(sql`select count(*) from ${landing(table)}`);
  const sent = intake.kind === "csv" ? intake.rowsSent?.() : undefined;
  if (sent !== undefined && sent !== state.extracted) {
    throw new AppError(
      "extraction-incomplete",
      { table: table.name, sent, read: state.extracted },
      { place: { stage: "extract", table: table.name } },
    );
  }
  state.transformed = state.extracted;
}

async function readTable(context: RunContext, session: SourceSession, table: TableDocument): Promise<void> {
  const { journal } = context.request.ports;
  context.engine.at({ stage: "extract", table: table.name });
  journal.emit({
    level: "info",
    kind: "progress",
    stage: "extract",
    table: table.name,
    message: "extracting",
    params: { table: table.name },
  });
  await take(context, table, session);
  const rows = tableState(context, table.name).extracted;
  journal.emit({
    level: "info",
    kind: "progress",
    stage: "extract",
    table: table.name,
    rows,
    total: rows,
    message: "extracted",
    params: { rows },
  });
}

/** Reads tables of one source from one consistent look. */
export async function readSource(
  context: RunContext,
  source: BoundSource,
  tables: readonly TableDocument[],
): Promise<void> {
  const { ports, runId, signal, sample, document } = context.request;
  const session = await source.driver.open(source.config, {
    runName: `etl-express ${document.name} ${runId.slice(0, 8)}`,
    signal,
    scratch: path.join(ports.artefacts.staging, `source-${source.name}`),
    sample,
  });
  try {
    ports.journal.emit({
      level: "info",
      kind: "message",
      stage: "extract",
      message: "source-opened",
      params: { source: source.name },
    });
    // Every script is checked by the server before the first row of any table is read.
    for (const table of tables) await session.describe(table.name, table.extraction?.script ?? "");
    await warnOfFewValues(context, session, tables);
    for (const table of tables) await readTable(context, session, table);
    const files = await session.files?.();
    context.state.sources.push({
      name: source.name,
      kind: source.kind,
      fingerprint: source.driver.fingerprint(source.config),
      snapshotAt: session.snapshotAt.toISOString(),
      ...(files ? { files } : {}),
    });
  } finally {
    await session.close();
  }
}

/** Reads every table of every source, each source from one consistent look, all or nothing. */
export const extract: Stage = {
  id: "extract",
  async run(context) {
    const { document, ports } = context.request;
    context.state.sources = [];
    for (const declared of document.sources) {
      const tables = document.tables.filter((table) => table.extraction?.source === declared.name);
      if (tables.length === 0) continue;
      const source = ports.sources.find((bound) => bound.name === declared.name);
      if (!source) throw new AppError("source-binding-missing", { source: declared.name });
      await readSource(context, source, tables);
    }
  },
};
