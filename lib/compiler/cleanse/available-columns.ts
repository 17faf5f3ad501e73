import { saidIn } from "#lib/kernel";
import type { TableDocument } from "#lib/metadata";

/** Whether the names of a table's columns may come from its rows: a script of Python may name them so, and SQL that turns rows. */
const mayNameByData = ({ extraction, transformation }: TableDocument): boolean =>
  transformation !== undefined ||
  extraction?.language === "python" ||
  /\b(un)?pivot/i.test(extraction?.script ?? "");

/**
 * The columns that a table has, for an error that misses one. Where a script has named them, those that it or the document says
 * itself, and how many more: a name may be a value, and errors are read by people who may not see values.
 */
export function availableColumns(table: TableDocument, given: readonly string[]): string {
  if (!mayNameByData(table)) return given.join(", ");
  const { extraction, transformation, columns } = table;
  const names = new Set(columns.flatMap(({ name, from }) => [name, from ?? name]));
  const isSaid = saidIn([extraction?.script ?? "", transformation?.script ?? ""]);
  const shown = given.filter((name) => names.has(name) || isSaid(name));
  const left = given.length - shown.length;
  return [...shown, ...(left > 0 ? [`… (${left})`] : [])].join(", ");
}
