import type { DraftModule, DraftTable } from "#lib/drafting";

const quoted = (name: string): string =>
  /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;

/**
 * A transformation to begin with: the table as it was extracted, or, for a table made of others, the first of those. A
 * script reads every table of the module by its name.
 */
export function starterScript(table: Pick<DraftTable, "name" | "extraction">, draft: DraftModule): string {
  const from =
    table.extraction === undefined ? draft.tables.find(({ name }) => name !== table.name)?.name : table.name;
  return from === undefined ? "select 1 as id" : `select *\nfrom ${quoted(from)}`;
}
