import type { DraftTable, Link } from "#lib/drafting";

/** The forms that the name of a table has in names of columns that lead to it: `customers` → `customer`. */
function stems(table: string): readonly string[] {
  const name = table.toLowerCase();
  const endings: readonly (readonly [string, string])[] = [
    ["ies", "y"],
    ["es", ""],
    ["s", ""],
  ];
  return [
    name,
    ...endings.flatMap(([end, rest]) => (name.endsWith(end) ? name.slice(0, -end.length) + rest : [])),
  ];
}

/** The column of a child that leads to a column of its parent's key, by its name; undefined where none seems to. */
function columnFor(child: DraftTable, parent: DraftTable, key: string): string | undefined {
  const wanted = key.toLowerCase();
  const names = stems(parent.name);
  const prefixed = [`_${wanted}`, wanted, ""].flatMap((end) => names.map((stem) => stem + end));
  const isOwnKey = (name: string) => child.primaryKey.includes(name);
  const free = child.columns
    .map(({ name }) => name)
    .filter((name) => child.name !== parent.name || name !== key);
  const named = prefixed.flatMap((one) => free.find((name) => name.toLowerCase() === one) ?? [])[0];
  if (named !== undefined) return named;
  // Two tables' own `id` are two things; a key named after its table is one.
  const equal = free.find((name) => name.toLowerCase() === wanted);
  const isGeneric = wanted === "id" || wanted === "key" || wanted === "code";
  return equal !== undefined && !(isGeneric && isOwnKey(equal)) && child.name !== parent.name
    ? equal
    : undefined;
}

/** A foreign key from a child to its parent's primary key, by the names of columns: a column may be left to choose. */
export function proposeLink(child: DraftTable, parent: DraftTable): Link & { readonly isWhole: boolean } {
  const columns = parent.primaryKey.map((key) => columnFor(child, parent, key) ?? "");
  return {
    table: child.name,
    columns,
    parent: parent.name,
    parentColumns: parent.primaryKey,
    isWhole: columns.length > 0 && columns.every((name) => name !== ""),
  };
}

/** Of two tables that somebody joined, the one that refers to the other, by the names of their columns. */
export const proposeDirection = (one: DraftTable, other: DraftTable) =>
  !proposeLink(one, other).isWhole && proposeLink(other, one).isWhole
    ? { child: other, parent: one }
    : { child: one, parent: other };
