import path from "node:path";
import { engineType, type StagedColumn, tableNames } from "#lib/compiler";
import { parseColumnType, type SourceColumn } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import type { TableDocument } from "#lib/metadata";
import type { Intake, SourceSession } from "#lib/sources";
import { name, sql } from "#lib/sql";
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

async function take(context: RunContext, table: TableDocument, intake: Intake): Promise<void> {
  const { engine } = context;
  const columns = staged(intake.columns, intake.kind);
  if (intake.kind === "csv") {
    await engine.load(
      landing(table),
      columns.map((column) => ({ name: column.name, type: engineType(column.type) })),
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
  const script = table.extraction?.script ?? "";
  context.engine.at({ stage: "extract", table: table.name });
  journal.emit({
    level: "info",
    kind: "progress",
    stage: "extract",
    table: table.name,
    message: "extracting",
    params: { table: table.name },
  });
  await take(context, table, await session.extract(table.name, script));
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

async function readSource(
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
    for (const table of tables) await readTable(context, session, table);
    context.state.sources.push({
      name: source.name,
      kind: source.kind,
      fingerprint: source.driver.fingerprint(source.config),
      snapshotAt: session.snapshotAt.toISOString(),
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
