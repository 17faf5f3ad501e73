import type { ForeignKeyDocument, ModuleDocument, TableDocument } from "./document.ts";

/** A column of a module by name. */
export interface ColumnRef {
  readonly table: string;
  readonly column: string;
}

export const findTable = (document: ModuleDocument, name: string): TableDocument | undefined =>
  document.tables.find((table) => table.name === name);

/** The foreign key a column belongs to, and the parent column it points to, where the parent is a table of the module. */
export function parentOf(
  document: ModuleDocument,
  table: TableDocument,
  column: string,
): { readonly foreignKey: ForeignKeyDocument; readonly parent: ColumnRef } | undefined {
  for (const foreignKey of table.foreignKeys ?? []) {
    const position = foreignKey.columns.indexOf(column);
    const parentColumn = foreignKey.references.columns[position];
    if (position < 0 || parentColumn === undefined) continue;
    if (foreignKey.references.table === table.name && parentColumn === column) continue;
    if (findTable(document, foreignKey.references.table)) {
      return { foreignKey, parent: { table: foreignKey.references.table, column: parentColumn } };
    }
  }
  return undefined;
}
