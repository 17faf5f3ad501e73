import type { Diagnostic, Preview, PreviewColumn } from "#lib/contracts";
import { isSame, type Json } from "#lib/drafting";
import type { ColumnRow } from "./rows.ts";

/** What a sample says of one column. */
export interface ColumnLook {
  readonly column: PreviewColumn;
  /** Rows of the sample, and whether they are the whole table. */
  readonly rows: number;
  readonly isWhole: boolean;
  /** The type that the column had in the source, where the preview tells it. */
  readonly sourceType: string | undefined;
}

/** The columns of a previewed table, by name. */
export function looksOf(preview: Preview): ReadonlyMap<string, ColumnLook> {
  const types = new Map(preview.columnsIn.map(({ name, datatype }) => [name, datatype]));
  const { rows, looked, complete } = preview.sample;
  return new Map(
    preview.columns.map((column) => [
      column.name,
      {
        column,
        rows,
        isWhole: complete && rows === looked,
        sourceType: types.get(column.from ?? column.name),
      },
    ]),
  );
}

const placeOf = (tableIndex: number, index: number): string => `${tableIndex}.${index}`;

export type RowProblems = ReadonlyMap<string, readonly Diagnostic[]>;

/** Problems by row. Lists that say the same as before are the same lists, so that no row is drawn again for them. */
export function groupProblems(diagnostics: readonly Diagnostic[], before: RowProblems): RowProblems {
  const found = new Map<string, Diagnostic[]>();
  for (const one of diagnostics) {
    const [root, table, part, column] = one.path;
    if (root !== "tables" || part !== "columns" || typeof table !== "number" || typeof column !== "number")
      continue;
    const place = placeOf(table, column);
    found.set(place, [...(found.get(place) ?? []), one]);
  }
  return new Map(
    [...found].map(([place, list]) => {
      const old = before.get(place);
      return [place, old && isSaid(old, list) ? old : list];
    }),
  );
}

const isSaid = (a: readonly Diagnostic[], b: readonly Diagnostic[]): boolean =>
  a.length === b.length &&
  a.every(({ message, severity }, at) => severity === b[at]?.severity && message.en === b[at].message.en);

export const problemsOf = (problems: RowProblems, { tableIndex, index }: ColumnRow) =>
  problems.get(placeOf(tableIndex, index));

/** Columns of a document by table and name, to tell which of a draft are not as they were. */
export function columnsIn(document: Json): ReadonlyMap<string, Json> {
  const found = new Map<string, Json>();
  const tables = isRecord(document) && Array.isArray(document.tables) ? document.tables : [];
  for (const table of tables) {
    if (!isRecord(table) || !Array.isArray(table.columns)) continue;
    for (const column of table.columns)
      if (isRecord(column)) found.set(`${String(table.name)}\n${String(column.name)}`, column);
  }
  return found;
}

const isRecord = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const isChangedSince = (columns: ReadonlyMap<string, Json>, row: ColumnRow): boolean =>
  !isSame(columns.get(`${row.table}\n${row.column}`), row.own.json);
