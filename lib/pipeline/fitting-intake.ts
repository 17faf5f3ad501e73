import { rm } from "node:fs/promises";
import { availableColumns, type StagedColumn } from "#lib/compiler";
import { parseColumnType, type SourceColumn } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import type { TableDocument } from "#lib/metadata";
import type { Intake } from "#lib/sources";
import { join, name, type Sql, sql, unsafeText } from "#lib/sql";
import type { RunContext } from "./run-context.ts";

/** How a column stands in the engine: binary arrives as text in the source's notation and is read by the strict cast. */
export function staged(columns: readonly SourceColumn[], kind: Intake["kind"]): StagedColumn[] {
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

/** Puts an intake into the engine, and says where. */
type Put = (intake: Intake, columns: readonly StagedColumn[]) => Promise<Sql>;

/** Whether every value could be kept in its column's type. */
async function fits(
  { engine }: RunContext,
  intake: Intake,
  columns: readonly StagedColumn[],
  put: Put,
): Promise<boolean> {
  let landed: Sql;
  try {
    landed = await put(intake, columns);
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
  return (await engine.count(sql`select count(*) from ${landed} where ${infinite}`)) === 0;
}

/** Takes rows, and once more as text where a column's type does not hold a value: then whoever reads them sees what it was. */
export async function takeFitting(
  context: RunContext,
  table: TableDocument,
  ask: (options: { readonly asText: boolean }) => Promise<Intake>,
  put: Put,
): Promise<void> {
  const intake = await ask({ asText: false });
  const columns = staged(intake.columns, intake.kind);
  const wide = columns.filter(({ type }) => narrow.has(type.name)).map((column) => column.name);
  if (intake.kind === "database") {
    try {
      await put(intake, columns);
    } finally {
      // As many as a script asks for would fill the disk before the session ends.
      await rm(intake.file, { force: true });
    }
    return;
  }
  if (wide.length === 0) {
    await put(intake, columns);
    return;
  }
  if (await fits(context, intake, columns, put)) return;
  context.request.ports.journal.emit({
    level: "warning",
    kind: "message",
    stage: "extract",
    table: table.name,
    message: "extracted-as-text",
    params: { columns: availableColumns(table, wide) },
  });
  const texts = columns.map((column) =>
    wide.includes(column.name) ? { ...column, type: { name: "string" as const } } : column,
  );
  await put(await ask({ asText: true }), texts);
}

/** Refuses what arrived in part. @param read rows that are here now */
export function assertAllCame(intake: Intake, read: number, table: string): void {
  const sent = intake.kind === "csv" ? intake.rowsSent?.() : undefined;
  if (sent === undefined || sent === read) return;
  throw new AppError("extraction-incomplete", { table, sent, read }, { place: { stage: "extract", table } });
}
