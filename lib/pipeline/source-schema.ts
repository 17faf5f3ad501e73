import { availableColumns } from "#lib/compiler";
import type { ProvenanceReport, SourceColumn } from "#lib/contracts";
import { parseColumnType } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { effectiveColumn, fitsInto, type TableDocument } from "#lib/metadata";
import type { RunContext } from "./run-context.ts";

type ReadColumn = NonNullable<ProvenanceReport["sources"][number]["columns"]>[number];

/** Columns of the previous version's sources. */
export interface Baseline {
  readonly columns: readonly ReadColumn[];
  /** Whether the very same document was approved for them: what differs then nobody has looked at. */
  readonly isSame: boolean;
  /** Only errors count: what is told is told when the table is read. */
  readonly isQuiet?: boolean;
}

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** What the version before was made of. */
export async function baselineOf({ request, contentHash }: RunContext): Promise<Baseline> {
  const previous = await request.ports.registry.previous();
  return {
    columns: previous?.provenance?.sources.flatMap(({ columns = [] }) => columns) ?? [],
    isSame: request.kind === "publication" && previous?.manifest.contentHash === contentHash,
  };
}

function warn(context: RunContext, table: string, message: string, params: Record<string, string>): void {
  context.request.ports.journal.emit({
    level: "warning",
    kind: "message",
    stage: "extract",
    table,
    message,
    params,
  });
}

/**
 * Compares what a script gives now with what the document makes of it, before a row is read: a column that is gone ends the run,
 * and so does a type that is another than for the version before and does not fit. Answers the columns that the document names:
 * no other's name leaves the source.
 */
export function checkColumns(
  context: RunContext,
  table: TableDocument,
  given: readonly SourceColumn[],
  baseline: Baseline,
): readonly ReadColumn[] {
  if (table.transformation) return [];
  const { document } = context.request;
  const named: ReadColumn[] = [];
  for (const column of table.columns) {
    const from = column.from ?? column.name;
    const place = { stage: "extract", table: table.name, column: column.name };
    const is = given.find(({ name }) => same(name, from));
    if (!is) {
      const available = availableColumns(
        table,
        given.map(({ name }) => name),
      );
      throw new AppError(
        "column-missing",
        { table: table.name, column: column.name, from, available },
        { place },
      );
    }
    if (named.some((one) => same(one.column, from))) continue;
    named.push({ table: table.name, column: from, datatype: is.datatype, nativeType: is.nativeType });
    const was = baseline.columns.find((one) => one.table === table.name && same(one.column, from));
    if (!was || was.datatype === is.datatype) continue;
    const { datatype: casts } = effectiveColumn(document, table, column);
    const [type, wanted] = [parseColumnType(is.datatype), parseColumnType(casts)];
    const params = { table: table.name, column: from, now: is.nativeType, was: was.nativeType, casts };
    const isAllowed = !baseline.isSame || (type && wanted && fitsInto(type, wanted));
    if (!isAllowed) throw new AppError("source-type-changed", params, { place });
    if (!baseline.isQuiet) warn(context, table.name, "source-type-changed", params);
  }
  const left = given.filter(({ name }) => !named.some((one) => same(one.column, name)));
  if (left.length > 0 && !baseline.isQuiet)
    context.request.ports.journal.emit({
      level: "info",
      kind: "message",
      stage: "extract",
      table: table.name,
      message: "columns-left-behind",
      params: { count: left.length, columns: left.map(({ name }) => name).join(", ") },
    });
  return named;
}
