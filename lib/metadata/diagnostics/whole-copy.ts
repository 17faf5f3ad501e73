import type { UpstreamVersion } from "#lib/contracts";
import { parseSelect } from "#lib/sql";
import type { ModuleDocument, TableDocument } from "../document.ts";
import { effectiveColumn } from "../effective-column.ts";

type Above = UpstreamVersion["tables"][number];

/** Rules that leave a value as it came, or take its whole column away: neither makes a class of rows smaller. */
const harmless = new Set(["keep", "drop"]);

/** Whether a script gives every row of its one table once, with columns as they are. */
function givesEveryRow(table: TableDocument): boolean {
  const { extraction, transformation } = table;
  if (transformation || extraction?.language !== "sql" || extraction.incremental) return false;
  const select = parseSelect(extraction.script, "duckdb");
  return (
    select !== undefined &&
    select.tables.length === 1 &&
    !select.isDistinct &&
    !select.where &&
    !select.hasMore &&
    select.items.every(({ kind }) => kind !== "expression")
  );
}

/** Whether rows may be taken out on the way: by a check, a key, a comparison with others. */
const mayLoseRows = (
  { primaryKey, foreignKeys = [], deduplicate, checks = [] }: TableDocument,
  above: Above,
) =>
  deduplicate !== undefined ||
  foreignKeys.length > 0 ||
  checks.length > 0 ||
  // What was a key there has neither gaps nor repetitions.
  (primaryKey !== undefined &&
    (above.primaryKey.length === 0 || !above.primaryKey.every((one) => primaryKey.columns.includes(one))));

/** Whether a column arrives as it is there, and tells rows apart no more than it did there. */
function isUnchanged(
  document: ModuleDocument,
  table: TableDocument,
  column: TableDocument["columns"][number],
  above: Above,
): boolean {
  const {
    datatype,
    privacyClass,
    normalize = [],
    checks = [],
    nulls,
    anonymize,
    hierarchy,
  } = effectiveColumn(document, table, column);
  const there = above.columns.find(
    ({ name }) => name.toLowerCase() === (column.from ?? column.name).toLowerCase(),
  );
  if (!there || there.datatype !== datatype || hierarchy) return false;
  if (normalize.length > 0 || checks.length > 0 || nulls) return false;
  if (privacyClass === "quasi-identifier" && there.privacyClass !== privacyClass) return false;
  return anonymize === undefined || harmless.has(anonymize.rule);
}

/**
 * Whether a table publishes the rows of a version's table as they are, all of them: then that table's models hold of it too,
 * for fewer columns only make its classes larger.
 */
export const isWholeCopy = (document: ModuleDocument, table: TableDocument, above: Above): boolean =>
  givesEveryRow(table) &&
  !mayLoseRows(table, above) &&
  table.columns.every((column) => isUnchanged(document, table, column, above));
