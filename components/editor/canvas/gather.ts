import { type DraftModule, groupsOf, type Json, type TableGroup } from "#lib/drafting";
import { mostNodes } from "./steps-layout.ts";

/** Fewer tables are no group, more are no overview. */
const least = 3;
const most = 60;

/** What the names of tables that belong together begin with: `sales_orders`, `SalesLines`. */
const firstWord = (name: string): string =>
  /^[\p{Lu}]?[\p{Ll}\d]+(?=[_\s.\p{Lu}-])|^[\p{L}\d]+(?=[_\s.-])/u.exec(name)?.[0].toLowerCase() ?? "";

/** Tables of more than fit as groups, by the first word of their names; what is alone is gathered by its place in the document. */
export function gatherTables(names: readonly string[]): readonly TableGroup[] {
  const byWord = Map.groupBy(names, firstWord);
  const named = [...byWord].filter(([word, tables]) => word !== "" && tables.length >= least);
  const taken = new Set(named.flatMap(([, tables]) => tables));
  const alone = names.filter((name) => !taken.has(name));
  const pieces = (word: string, tables: readonly string[]): TableGroup[] =>
    Array.from({ length: Math.ceil(tables.length / most) }, (_, index) => {
      const part = tables.slice(index * most, (index + 1) * most);
      const name = tables.length <= most && word !== "" ? word : `${part[0]} – ${part.at(-1)}`;
      return { name, tables: part };
    });
  return [...named.flatMap(([word, tables]) => pieces(word, tables)), ...pieces("", alone)];
}

/** The groups of a draft: those that somebody made, and those that are there as there are too many tables for one picture. */
export function groupsIn(document: Json, { tables }: Pick<DraftModule, "tables">) {
  const names = new Set(tables.map(({ name }) => name));
  const own = groupsOf(document)
    .map((group) => ({ ...group, tables: group.tables.filter((table) => names.has(table)) }))
    .filter((group) => group.tables.length > 0);
  const taken = new Set(own.flatMap((group) => group.tables));
  const free = [...names].filter((name) => !taken.has(name));
  return { own, gathered: free.length + own.length > mostNodes ? gatherTables(free) : [] };
}
