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

const readOf = (table: TableDocument, { name, datatype, nativeType }: SourceColumn): ReadColumn => ({
  table: table.name,
  column: name,
  datatype,
  nativeType,
});

/** Ends the run at a type that does not fit any more, unless it was approved for it; another that fits is told. */
function checkType(
  context: RunContext,
  { table, column }: { readonly table: TableDocument; readonly column: string },
  { was, is, casts }: { readonly was: ReadColumn; readonly is: SourceColumn; readonly casts: string },
  baseline: Baseline,
): void {
  if (was.datatype === is.datatype) return;
  const [type, wanted] = [parseColumnType(is.datatype), parseColumnType(casts)];
  const params = { table: table.name, column: was.column, now: is.nativeType, was: was.nativeType, casts };
  // What a script in Python returns has types by its values: each of them is cast by itself.
  const isOfValues = table.extraction?.language === "python";
  const isAllowed = !baseline.isSame || isOfValues || (type && wanted && fitsInto(type, wanted));
  if (!isAllowed)
    throw new AppError("source-type-changed", params, {
      place: { stage: "extract", table: table.name, column },
    });
  if (!baseline.isQuiet) warn(context, table.name, "source-type-changed", params);
}

const namesOf = (table: TableDocument, given: readonly SourceColumn[]): string =>
  availableColumns(
    table,
    given.map(({ name }) => name),
  );

const word = /[\p{L}\p{N}_$]+/gu;

/** Whether a name stands in a text: a plain one as a word of its own. */
function naming(text: string): (name: string) => boolean {
  const lower = text.toLowerCase();
  const words = new Set(lower.match(word));
  return (name) => {
    const own = name.toLowerCase();
    return own.match(word)?.[0] === own ? words.has(own) : lower.includes(own);
  };
}

/**
 * The same for a table whose columns a transformation makes: what it reads of those that were extracted is not known. Those that
 * its scripts and columns name have to stay as they were for the version before.
 */
function checkExtracted(
  context: RunContext,
  table: TableDocument,
  given: readonly SourceColumn[],
  baseline: Baseline,
): readonly ReadColumn[] {
  const isInScripts = naming(`${table.extraction?.script ?? ""}\n${table.transformation?.script ?? ""}`);
  const isNamed = (name: string): boolean =>
    isInScripts(name) || table.columns.some((column) => same(column.from ?? column.name, name));
  for (const was of baseline.columns.filter((one) => one.table === table.name)) {
    const is = given.find(({ name }) => same(name, was.column));
    if (is) checkType(context, { table, column: was.column }, { was, is, casts: was.datatype }, baseline);
    else if (baseline.isSame)
      throw new AppError(
        "column-missing",
        { table: table.name, column: was.column, from: was.column, available: namesOf(table, given) },
        { place: { stage: "extract", table: table.name, column: was.column } },
      );
  }
  return given.filter(({ name }) => isNamed(name)).map((column) => readOf(table, column));
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
  if (table.transformation) return checkExtracted(context, table, given, baseline);
  const { document } = context.request;
  const named: ReadColumn[] = [];
  for (const column of table.columns) {
    const from = column.from ?? column.name;
    const place = { stage: "extract", table: table.name, column: column.name };
    const is = given.find(({ name }) => same(name, from));
    if (!is) {
      throw new AppError(
        "column-missing",
        { table: table.name, column: column.name, from, available: namesOf(table, given) },
        { place },
      );
    }
    if (named.some((one) => same(one.column, from))) continue;
    named.push({ ...readOf(table, is), column: from });
    const was = baseline.columns.find((one) => one.table === table.name && same(one.column, from));
    const { datatype: casts } = effectiveColumn(document, table, column);
    if (was)
      checkType(
        context,
        { table, column: column.name },
        { was: { ...was, column: from }, is, casts },
        baseline,
      );
  }
  const left = given.filter(({ name }) => !named.some((one) => same(one.column, name)));
  if (left.length > 0 && !baseline.isQuiet)
    context.request.ports.journal.emit({
      level: "info",
      kind: "message",
      stage: "extract",
      table: table.name,
      message: "columns-left-behind",
      params: { count: left.length, columns: namesOf(table, left) },
    });
  return named;
}
