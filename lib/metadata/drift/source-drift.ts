import { type ColumnType, parseColumnType, type SourceTable } from "#lib/contracts";
import { type PlainSelect, parseSelect, type SelectDialect } from "#lib/sql";
import type { ModuleDocument, TableDocument } from "../document.ts";
import { effectiveColumn } from "../effective-column.ts";

/** A source as it was last seen, and as it was when the document was kept. */
export interface SeenSource {
  readonly dialect: SelectDialect;
  readonly now: readonly SourceTable[];
  readonly before?: readonly SourceTable[] | undefined;
}

/** Something that a document expects of a source and the source has no more, or that is new there. */
export type Drift = {
  /** The document's table, and where in it the difference shows. */
  readonly table: string;
  readonly path: readonly (string | number)[];
  /** The source's table as the script names it. */
  readonly at: string;
} & (
  | { readonly kind: "table-missing"; readonly renamed?: string }
  | { readonly kind: "column-missing"; readonly column: string }
  | {
      readonly kind: "type-changed";
      readonly column: string;
      readonly was: string;
      readonly now: string;
      /** What the document makes of it; absent where a transformation stands in between. */
      readonly casts?: string;
      /** Whether every value of the new type is one of the document's. */
      readonly fits: boolean;
    }
  | { readonly kind: "column-new"; readonly columns: readonly string[] }
  | { readonly kind: "key-lost"; readonly columns: readonly string[] }
);

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

const findTable = (
  tables: readonly SourceTable[],
  wanted: { readonly schema?: string; readonly name: string },
): SourceTable | undefined => {
  const named = tables.filter(({ name }) => same(name, wanted.name));
  const { schema } = wanted;
  if (schema !== undefined) return named.find((table) => same(table.schema ?? "", schema));
  return named.find((table) => table.schema === "public") ?? named[0];
};

const findColumn = (table: SourceTable | undefined, name: string) =>
  table?.columns.find((column) => same(column.name, name));

/** Whether every value of one type is a value of another, written the same. */
export function fitsInto(from: ColumnType, to: ColumnType): boolean {
  if (to.name === "string") return true;
  if (from.name === "decimal" && to.name === "decimal")
    return from.scale <= to.scale && from.precision - from.scale <= to.precision - to.scale;
  // An integer has at most 19 digits.
  if (from.name === "integer" && to.name === "decimal") return to.precision - to.scale >= 19;
  return from.name === to.name || (from.name === "integer" && to.name === "float");
}

/** A table that is new since, with nearly the columns of the one that is missing. */
function renamedTo(missing: SourceTable | undefined, seen: SeenSource): string | undefined {
  if (!missing || !seen.before) return undefined;
  const { before } = seen;
  const isLike = (table: SourceTable) => {
    const shared = missing.columns.filter(({ name }) => findColumn(table, name)).length;
    return shared > 0 && shared >= 0.8 * Math.max(missing.columns.length, table.columns.length);
  };
  return seen.now.find((table) => !findTable(before, table) && isLike(table))?.name;
}

/** Columns of the source's only table that a script gives, by the name it gives them; undefined where a star gives them all. */
function givenBy(select: PlainSelect): ReadonlyMap<string, string> | undefined {
  if (select.items.some(({ kind }) => kind === "star")) return undefined;
  return new Map(
    select.items.flatMap((item) =>
      item.kind === "column" ? [[item.name.toLowerCase(), item.reads.column] as const] : [],
    ),
  );
}

/** What of one table of a source is not as the document's table expects it. */
function tableDrift(
  document: ModuleDocument,
  table: TableDocument,
  index: number,
  select: PlainSelect,
  now: SourceTable,
  before: SourceTable | undefined,
): readonly Drift[] {
  const found: Drift[] = [];
  const base = { table: table.name, at: now.name };
  const given = givenBy(select);
  const isPlain = table.transformation === undefined;
  const script = ["tables", index, "extraction", "script"];
  const named = new Set<string>();
  /** A column of the source that is needed, for which column of the document. */
  const check = (source: string, path: Drift["path"], casts?: string) => {
    named.add(source.toLowerCase());
    const [is, was] = [findColumn(now, source), findColumn(before, source)];
    if (!is) found.push({ ...base, kind: "column-missing", path, column: source });
    else if (was && was.datatype !== is.datatype) {
      const [type, wanted] = [parseColumnType(is.datatype), parseColumnType(casts ?? was.datatype)];
      const fits = type !== undefined && wanted !== undefined && fitsInto(type, wanted);
      const types = { was: was.nativeType, now: is.nativeType, ...(casts ? { casts } : {}) };
      found.push({ ...base, kind: "type-changed", path, column: source, ...types, fits });
    }
  };
  if (isPlain) {
    for (const [position, column] of table.columns.entries()) {
      const from = column.from ?? column.name;
      const source = given ? given.get(from.toLowerCase()) : from;
      const { datatype } = effectiveColumn(document, table, column);
      if (source !== undefined) check(source, ["tables", index, "columns", position], datatype);
    }
  }
  for (const item of select.items) {
    const reads = item.kind === "column" ? [item.reads] : item.kind === "expression" ? item.reads : [];
    // A name in an expression may be none of a column.
    for (const { column } of reads)
      if (!named.has(column.toLowerCase()) && (item.kind === "column" || findColumn(before, column)))
        check(column, script);
  }
  const fresh = before ? now.columns.filter(({ name }) => !findColumn(before, name)) : [];
  const unnamed = fresh.map(({ name }) => name).filter((name) => !named.has(name.toLowerCase()));
  if (unnamed.length > 0)
    found.push({ ...base, kind: "column-new", path: ["tables", index, "columns"], columns: unnamed });
  const key = before?.primaryKey ?? [];
  if (table.primaryKey && key.length > 0 && now.primaryKey.join() !== key.join())
    found.push({ ...base, kind: "key-lost", path: ["tables", index, "primaryKey"], columns: key });
  return found;
}

/**
 * What tables of a document expect of a source that is not so any more. A script that is more than one plain SELECT is not
 * looked into: the run asks the source itself what it gives.
 */
export function sourceDrift(document: ModuleDocument, source: string, seen: SeenSource): readonly Drift[] {
  return document.tables.flatMap((table, index): readonly Drift[] => {
    const { extraction } = table;
    if (extraction?.source !== source || extraction.language !== "sql") return [];
    const select = parseSelect(extraction.script, seen.dialect);
    if (!select) return [];
    const missing = select.tables.filter((one) => !findTable(seen.now, one));
    if (missing.length > 0)
      return missing.map((one): Drift => {
        const renamed = renamedTo(findTable(seen.before ?? [], one), seen);
        return {
          kind: "table-missing",
          table: table.name,
          path: ["tables", index, "extraction", "script"],
          at: one.name,
          ...(renamed ? { renamed } : {}),
        };
      });
    const [only, ...others] = select.tables;
    const now = only && findTable(seen.now, only);
    if (!now || others.length > 0) return [];
    return tableDrift(document, table, index, select, now, seen.before && findTable(seen.before, only));
  });
}
