import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import path from "node:path";
import { duckdbType } from "#lib/column-rules";
import { type StagedColumn, tableNames } from "#lib/compiler";
import type { SourceColumn } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { declaredSources, type TableDocument } from "#lib/metadata";
import type { Intake, SourceSession } from "#lib/sources";
import { name, sql } from "#lib/sql";
import { warnOfFewValues } from "../few-values.ts";
import { assertAllCame, staged, takeFitting } from "../fitting-intake.ts";
import { scriptOf } from "../increments.ts";
import { type OpenSource, openSource } from "../open-source.ts";
import type { BoundSource } from "../ports.ts";
import { type RunContext, type SourceState, type Stage, tableState } from "../run-context.ts";
import { pythonIntake } from "../scripts/python-extraction.ts";
import { type Baseline, baselineOf, checkColumns } from "../source-schema.ts";

/** A table with a transformation keeps what was extracted apart from what column rules read. */
export const landing = (table: TableDocument) =>
  table.transformation ? tableNames.extracted(table.name) : tableNames.transformed(table.name);

/** Looks at what a script gives: before a row is read, or at what it has returned. */
type SeeColumns = (table: TableDocument, columns: readonly SourceColumn[]) => void;

const isPython = ({ extraction }: TableDocument): boolean => extraction?.language === "python";

/** Takes a table, and once more as text where its types do not hold a value: then casts reject the rows and show what it was. */
async function take(
  context: RunContext,
  table: TableDocument,
  source: OpenSource,
  script: string,
  see?: SeeColumns,
): Promise<void> {
  if (isPython(table)) {
    const returned = await pythonIntake(context, table, source);
    see?.(table, returned.columns);
    await land(context, table, returned, staged(returned.columns, returned.kind));
    if (returned.kind === "database") await rm(returned.file, { force: true });
    return;
  }
  await takeFitting(
    context,
    table,
    (options) => source.session.extract(table.name, script, options),
    async (intake, columns) => {
      await land(context, table, intake, columns);
      return landing(table);
    },
  );
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
  if (intake.kind === "csv" && (intake.parts ?? 1) > 1)
    context.request.ports.journal.emit({
      level: "info",
      kind: "message",
      stage: "extract",
      table: table.name,
      message: "extracted-in-parts",
      params: { parts: intake.parts ?? 1 },
    });
  const state = tableState(context, table.name);
  state.columns = columns;
  state.extracted = await engine.count(sql`select count(*) from ${landing(table)}`);
  assertAllCame(intake, state.extracted, table.name);
  state.transformed = state.extracted;
}

async function readTable(
  context: RunContext,
  source: OpenSource,
  table: TableDocument,
  script: string,
  see?: SeeColumns,
): Promise<void> {
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
  await take(context, table, source, script, see);
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

/** A name of any letters as one of a folder. */
const hashOfName = (name: string): string => createHash("sha256").update(name).digest("hex").slice(0, 32);

const openBound = (context: RunContext, source: BoundSource): Promise<OpenSource> =>
  openSource(source.kind, context.request.signal, (signal) => openSession(context, source, signal));

function openSession(
  { request }: RunContext,
  source: BoundSource,
  signal: AbortSignal,
): Promise<SourceSession> {
  const { ports, runId, sample, document } = request;
  return source.driver.open(source.config, {
    runName: `etl-express ${document.name} ${runId.slice(0, 8)}`,
    signal,
    scratch: path.join(ports.artefacts.staging, `source-${source.name}`),
    sample,
    mostSeconds: request.mostQuerySeconds,
    onUncancelled: () =>
      ports.journal.emit({
        level: "warning",
        kind: "message",
        stage: "extract",
        message: "source-uncancelled",
        params: { source: source.name },
      }),
    // Two sources share nothing, however alike they are.
    keep: request.keep === undefined ? undefined : path.join(request.keep, hashOfName(source.name)),
    named: (name) => {
      const table = document.tables.find((one) => one.name === name);
      return table && !table.transformation && !isPython(table)
        ? table.columns.map((column) => column.from ?? column.name)
        : [];
    },
    ...(request.parameters ? { parameters: request.parameters } : {}),
  });
}

/** Has every script checked by its server; what a Python script will ask is not known before it runs. */
async function describeTables(
  session: SourceSession,
  tables: readonly TableDocument[],
  see?: SeeColumns,
): Promise<void> {
  for (const table of tables.filter((one) => !isPython(one)))
    see?.(table, await session.describe(table.name, table.extraction?.script ?? ""));
}

/** Reads tables of one source from one consistent look. */
export async function readSource(
  context: RunContext,
  source: BoundSource,
  tables: readonly TableDocument[],
  baseline?: Baseline,
): Promise<void> {
  const { ports } = context.request;
  const opened = await openBound(context, source);
  const { session } = opened;
  const columns: NonNullable<SourceState["columns"]>[number][] = [];
  try {
    ports.journal.emit({
      level: "info",
      kind: "message",
      stage: "extract",
      message: "source-opened",
      params: { source: source.name },
    });
    if (session.hasOneConnection)
      ports.journal.emit({
        level: "info",
        kind: "message",
        stage: "extract",
        message: "one-connection",
        params: { source: source.name },
      });
    const upstream = context.upstreams.get(source.name);
    if (upstream)
      ports.journal.emit({
        level: "info",
        kind: "message",
        stage: "extract",
        message: "version-read",
        params: { source: source.name, module: upstream.module, number: upstream.number },
      });
    if (session.replica) {
      const { answered, place } = session.replica;
      ports.journal.emit({
        level: answered ? "info" : "warning",
        kind: "message",
        stage: "extract",
        message: answered ? "replica-read" : "replica-unanswered",
        params: { source: source.name, replica: place },
      });
    }
    // Every script is checked by the server before the first row of any table is read.
    const described = new Map<string, readonly SourceColumn[]>();
    const see: SeeColumns = (table, given) => {
      if (baseline) columns.push(...checkColumns(context, table, given, baseline));
    };
    await describeTables(session, tables, (table, given) => {
      described.set(table.name, given);
      see(table, given);
    });
    await warnOfFewValues(
      context,
      session,
      tables.filter((table) => !isPython(table)),
    );
    for (const table of tables) {
      const script = await scriptOf(context, table, source.kind, described.get(table.name));
      await readTable(context, opened, table, script, see);
    }
    const files = await session.files?.();
    context.state.sources.push({
      name: source.name,
      kind: source.kind,
      fingerprint: source.driver.fingerprint(source.config),
      snapshotAt: session.snapshotAt.toISOString(),
      ...(files ? { files } : {}),
      ...(columns.length > 0 ? { columns } : {}),
      ...(upstream
        ? { version: { module: upstream.module, number: upstream.number, versionId: upstream.versionId } }
        : {}),
      cost: session.cost(),
    });
  } finally {
    // A run that failed or was cancelled has cost its source something too.
    const { queries, rows, bytes, seconds, longestQuerySeconds: longest } = session.cost();
    ports.journal.emit({
      level: "info",
      kind: "message",
      stage: "extract",
      message: "source-cost",
      params: {
        source: source.name,
        // The document may mean another in each environment.
        ...(source.place === undefined ? {} : { place: source.place }),
        queries,
        rows,
        bytes,
        seconds,
        longest,
      },
    });
    await session.close();
  }
}

/** Checks what later sources give before the first one is read, where looking costs them next to nothing. */
async function lookAhead(
  context: RunContext,
  readings: readonly { readonly source: BoundSource; readonly tables: readonly TableDocument[] }[],
  baseline: Baseline,
): Promise<void> {
  for (const { source, tables } of readings) {
    if (!source.driver.describesCheaply) continue;
    const { session } = await openBound(context, source);
    try {
      await describeTables(session, tables, (table, given) => {
        checkColumns(context, table, given, baseline);
      });
    } finally {
      await session.close();
    }
  }
}

/** Reads every table of every source, each source from one consistent look, all or nothing. */
export const extract: Stage = {
  id: "extract",
  async run(context) {
    const { document, ports } = context.request;
    context.state.sources = [];
    const baseline = await baselineOf(context);
    const readings = declaredSources(document).flatMap(({ name: declared }) => {
      const tables = document.tables.filter((table) => table.extraction?.source === declared);
      const source = ports.sources.find((bound) => bound.name === declared);
      if (tables.length > 0 && !source) throw new AppError("source-binding-missing", { source: declared });
      return source && tables.length > 0 ? [{ source, tables }] : [];
    });
    await lookAhead(context, readings.slice(1), { ...baseline, isQuiet: true });
    for (const { source, tables } of readings) await readSource(context, source, tables, baseline);
  },
};
