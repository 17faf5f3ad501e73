import {
  type ColumnDocument,
  enabledSteps,
  type ModuleDocument,
  type RuleUse,
  type TableDocument,
} from "./document.ts";
import { type ColumnRef, findTable, parentOf } from "./parent-of.ts";
import { withPattern } from "./pattern-rules.ts";

/** A column with everything it takes from the key it references. */
export interface EffectiveColumn extends ColumnDocument {
  readonly datatype: string;
  /** The key whose canonical form, domain and rule it shares: itself where it is a primary key, the root parent for a foreign key. */
  readonly key?: ColumnRef;
  /** The one anonymization rule, a key's strategy included; absent for a column that is not published or insensitive. */
  readonly anonymize?: RuleUse;
}

/** Follows foreign keys to the column that defines a key; a cycle of keys ends where it closes. */
export function rootKey(document: ModuleDocument, ref: ColumnRef): ColumnRef {
  const seen = new Set<string>();
  let current = ref;
  for (;;) {
    const table = findTable(document, current.table);
    const parent = table && parentOf(document, table, current.column)?.parent;
    if (!parent) return current;
    const mark = JSON.stringify([current.table, current.column]);
    if (seen.has(mark)) return current;
    seen.add(mark);
    current = parent;
  }
}

/**
 * What a run does with a column. A foreign key takes normalizers, datatype, class and rule from the key it references;
 * a primary key's rule is its strategy. Disabled steps are not there.
 */
export function effectiveColumn(
  document: ModuleDocument,
  table: TableDocument,
  written: ColumnDocument,
): EffectiveColumn {
  const column = withPattern(document, table, written);
  const root = rootKey(document, { table: table.name, column: column.name });
  const rootTable = findTable(document, root.table);
  const isForeign = root.table !== table.name || root.column !== column.name;
  // Looking for a column among itself and all others would take long for each of many.
  const rootWritten = isForeign && rootTable?.columns.find((candidate) => candidate.name === root.column);
  const rootColumn = rootTable && rootWritten ? withPattern(document, rootTable, rootWritten) : column;
  const isKey = isForeign || (table.primaryKey?.columns.includes(column.name) ?? false);
  const strategy = rootTable?.primaryKey?.columns.includes(root.column)
    ? rootTable.primaryKey.strategy
    : undefined;
  return {
    ...column,
    datatype: rootColumn.datatype ?? "string",
    normalize: rootColumn.normalize && enabledSteps(rootColumn.normalize),
    checks: column.checks && enabledSteps(column.checks),
    nulls:
      column.nulls ??
      (isForeign && rootColumn.nulls?.tokens ? { rule: "keep", tokens: rootColumn.nulls.tokens } : undefined),
    privacyClass: rootColumn.privacyClass ?? column.privacyClass,
    anonymize: strategy ?? rootColumn.anonymize,
    ...(isKey ? { key: root } : {}),
  };
}
