import type { ModuleDocument, TableDocument } from "../document.ts";
import { effectiveColumn } from "../effective-column.ts";

type Datatypes = ReadonlyMap<string, string>;

/** Asked once for each rule that reads other columns of its table; a document is not changed while it is looked at. */
const known = new WeakMap<ModuleDocument, WeakMap<TableDocument, Datatypes>>();

/** Cleansed columns of a table with their types as written, as expressions of rules see them. */
export function datatypesOf(document: ModuleDocument, table: TableDocument): Datatypes {
  const tables = known.get(document) ?? new WeakMap<TableDocument, Datatypes>();
  known.set(document, tables);
  const found =
    tables.get(table) ??
    new Map(table.columns.map((column) => [column.name, effectiveColumn(document, table, column).datatype]));
  tables.set(table, found);
  return found;
}
