import type { DraftColumn, DraftModule, DraftTable } from "#lib/drafting";
import { isObject, type JsonObject } from "#lib/drafting";
import { fitsPattern } from "#lib/metadata";

export interface ColumnFacts {
  /** The key that the column references, and takes its form, class and rule from. */
  readonly parent?: { readonly table: string; readonly column: string } | undefined;
  readonly isPrimary: boolean;
  /** The first pattern that the name fits: what the column does not say itself comes from it. */
  readonly pattern?:
    | { readonly index: number; readonly match: string; readonly json: JsonObject }
    | undefined;
  /** The type that a run gives it; text unless anything says otherwise. */
  readonly datatype: string;
}

const parentOf = (table: DraftTable, column: string): ColumnFacts["parent"] => {
  for (const key of table.foreignKeys) {
    const at = key.columns.indexOf(column);
    const name = at === -1 ? undefined : key.parentColumns[at];
    if (name !== undefined && key.parent !== "") return { table: key.parent, column: name };
  }
  return undefined;
};

function patternOf({ patterns }: DraftModule, name: string): ColumnFacts["pattern"] {
  return patterns.find(({ match }) => match !== "" && fitsPattern(match, name));
}

/** The column at the end of a chain of foreign keys; a cycle ends where it closes. */
function rootOf(draft: DraftModule, table: DraftTable, column: DraftColumn) {
  const seen = new Set<string>();
  let current = { table, column };
  for (;;) {
    const mark = JSON.stringify([current.table.name, current.column.name]);
    if (seen.has(mark)) return current;
    seen.add(mark);
    const parent = parentOf(current.table, current.column.name);
    const parentTable = draft.tables.find(({ name }) => name === parent?.table);
    const parentColumn = parentTable?.columns.find(({ name }) => name === parent?.column);
    if (!parentTable || !parentColumn) return current;
    current = { table: parentTable, column: parentColumn };
  }
}

/** What stands around a column of a half-finished draft and decides what its own members mean. */
export function columnFacts(draft: DraftModule, table: DraftTable, column: DraftColumn): ColumnFacts {
  const root = rootOf(draft, table, column);
  const fromPattern = patternOf(draft, root.column.name)?.json.datatype;
  return {
    parent: parentOf(table, column.name),
    isPrimary: table.primaryKey.includes(column.name),
    pattern: patternOf(draft, column.name),
    datatype: root.column.datatype ?? (typeof fromPattern === "string" ? fromPattern : "string"),
  };
}

const domainIn = (rule: { readonly with: JsonObject } | undefined): readonly string[] =>
  typeof rule?.with.domain === "string" ? [rule.with.domain] : [];

/** Linkage domains that rules of the draft name. */
export const domainsOf = (draft: DraftModule): readonly string[] =>
  [
    ...new Set(
      draft.tables.flatMap(({ strategy, columns }) => [
        ...domainIn(strategy),
        ...columns.flatMap(({ anonymize }) => domainIn(anonymize)),
      ]),
    ),
  ].toSorted();

/** The rules that a pattern gives under a key, as the column would have written them. */
export const rulesIn = (json: JsonObject | undefined, key: string): readonly JsonObject[] => {
  const list = json?.[key];
  return Array.isArray(list) ? list.filter(isObject) : [];
};
