import type { SourceTable } from "#lib/contracts";
import type { DraftModule, Link } from "#lib/drafting";

const areSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((name, index) => name === other[index]);

/**
 * The foreign keys that a source declares from tables about to be added to tables that a draft has already. `ref` is the
 * workspace's source. Only the primary key of a table can be referred to.
 */
export function linksToExisting(
  draft: DraftModule,
  chosen: readonly SourceTable[],
  ref: string,
): readonly Link[] {
  const sources = new Set(draft.sources.flatMap((one) => (one.ref === ref ? [one.name] : [])));
  const existing = draft.tables.filter((table) => table.source !== undefined && sources.has(table.source));
  return chosen.flatMap((table) =>
    table.foreignKeys.flatMap(({ columns, references }): Link[] => {
      const parent = existing.find(({ name }) => name === references.table);
      if (!parent || !areSame(parent.primaryKey, references.columns)) return [];
      return [{ table: table.name, columns, parent: parent.name, parentColumns: references.columns }];
    }),
  );
}

/** The tables of a source that a draft does not have yet. */
export function notYetIn(draft: DraftModule, tables: readonly SourceTable[], ref: string): SourceTable[] {
  const sources = new Set(draft.sources.flatMap((one) => (one.ref === ref ? [one.name] : [])));
  const taken = new Set(
    draft.tables.flatMap((table) =>
      table.source !== undefined && sources.has(table.source) ? [table.name.toLowerCase()] : [],
    ),
  );
  return tables.filter(({ name }) => !taken.has(name.toLowerCase()));
}
