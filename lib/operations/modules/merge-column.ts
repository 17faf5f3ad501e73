import { findNormalizer } from "#lib/column-rules";
import { parseColumnType } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import {
  type ColumnDocument,
  effectiveColumn,
  type ModuleDocument,
  parentOf,
  type RuleUse,
  type TableDocument,
} from "#lib/metadata";
import { found } from "../core/require.ts";

export interface MergeColumn {
  readonly table: TableDocument;
  readonly column: ColumnDocument;
  /** Normalizers that act before a merge would, a pattern's included. */
  readonly before: readonly RuleUse[];
  readonly after: readonly RuleUse[];
}

/**
 * A column whose values can be merged, and where among its normalizers the merge stands: last of those that look at texts.
 * @throws AppError `not-found`, `merge-column-key`, `merge-column-type`
 */
export function mergeColumn(document: ModuleDocument, tableName: string, columnName: string): MergeColumn {
  const table = found(
    document.tables.find(({ name }) => name === tableName),
    "table",
    tableName,
  );
  const column = found(
    table.columns.find(({ name }) => name === columnName),
    "column",
    columnName,
  );
  const place = { table: tableName, column: columnName };
  if (parentOf(document, table, columnName)) throw new AppError("merge-column-key", place, { place });
  const effective = effectiveColumn(document, table, column);
  if (parseColumnType(effective.datatype)?.name !== "string")
    throw new AppError("merge-column-type", place, { place });
  const uses = effective.normalize ?? [];
  const isBefore = ({ rule }: RuleUse) => findNormalizer(rule)?.phase !== "value";
  return {
    table,
    column,
    before: uses.filter(isBefore),
    after: uses.filter((use) => !isBefore(use)),
  };
}
