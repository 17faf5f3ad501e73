import { privacyClassSchema } from "#lib/contracts";
import { type ColumnRow, isUnmapped } from "./rows.ts";

/** What the grid can be narrowed by. Each is a list of values: wanted ones, and unwanted ones behind a `!`. */
export const facetIds = ["table", "type", "class", "rule", "tag"] as const;
export type FacetId = (typeof facetIds)[number];

/** What may be said of a column beside its values. */
export const tagIds = [
  "unmapped",
  "problems",
  "changed",
  "primary-key",
  "foreign-key",
  "unique",
  "pattern",
] as const;
export type ColumnTag = (typeof tagIds)[number];

export type Facets = Readonly<Record<FacetId, readonly string[]>>;
export interface Filters extends Facets {
  /** Words that all stand somewhere in table, column, source column or description. */
  readonly q: string;
}

/** Where a column has no class, type or rule of its own or taken. */
export const none = "none";
export const classValues = [...privacyClassSchema.options, none] as const;

/** What is known of columns beside the draft. */
export interface Known {
  readonly hasProblems: (row: ColumnRow) => boolean;
  readonly isChanged: (row: ColumnRow) => boolean;
}

const typeName = (datatype: string): string => datatype.replace(/^decimal\(.*\)$/, "decimal");

const tagsOf: Readonly<Record<ColumnTag, (row: ColumnRow, known: Known) => boolean>> = {
  unmapped: isUnmapped,
  problems: (row, { hasProblems }) => hasProblems(row),
  changed: (row, { isChanged }) => isChanged(row),
  "primary-key": ({ isPrimary }) => isPrimary,
  "foreign-key": ({ parent }) => parent !== undefined,
  unique: ({ isUnique }) => isUnique,
  pattern: ({ pattern }) => pattern !== undefined,
};

/** The value of a column in a facet that gives each column one. */
export const facetValue: Readonly<Record<Exclude<FacetId, "tag">, (row: ColumnRow) => string>> = {
  table: ({ table }) => table,
  type: ({ effective }) => typeName(effective.datatype),
  class: ({ effective }) => effective.privacyClass ?? none,
  rule: ({ effective }) => effective.anonymize?.rule || (effective.hierarchy ? "hierarchy" : none),
};

const unwanted = "!";
export const stateOf = (chosen: readonly string[], value: string): "wanted" | "unwanted" | undefined =>
  chosen.includes(value) ? "wanted" : chosen.includes(unwanted + value) ? "unwanted" : undefined;

/** The next state of a value as somebody presses it: wanted, unwanted, neither. */
export function turned(chosen: readonly string[], value: string): readonly string[] {
  const rest = chosen.filter((one) => one !== value && one !== unwanted + value);
  const state = stateOf(chosen, value);
  return state === undefined ? [...rest, value] : state === "wanted" ? [...rest, unwanted + value] : rest;
}

/** One of the wanted holds, where there are any; none of the unwanted does. */
const fits = (chosen: readonly string[], holds: (value: string) => boolean): boolean => {
  const wanted = chosen.filter((one) => !one.startsWith(unwanted));
  return (
    (wanted.length === 0 || wanted.some(holds)) &&
    !chosen.some((one) => one.startsWith(unwanted) && holds(one.slice(unwanted.length)))
  );
};

const isTag = (value: string): value is ColumnTag => tagIds.some((id) => id === value);

/** The rows that fit every filter; all of them, the same list, where there is none. */
export function filtered(rows: readonly ColumnRow[], filters: Filters, known: Known): readonly ColumnRow[] {
  const words = filters.q.toLowerCase().split(/\s+/).filter(Boolean);
  const facets = facetIds.filter((id) => filters[id].length > 0);
  if (words.length === 0 && facets.length === 0) return rows;
  return rows.filter((row) => {
    for (const id of facets) {
      const holds =
        id === "tag"
          ? (value: string) => isTag(value) && tagsOf[value](row, known)
          : (value: string) => facetValue[id](row) === value;
      if (!fits(filters[id], holds)) return false;
    }
    if (words.length === 0) return true;
    const text = `${row.table}.${row.column} ${row.own.from} ${row.own.description}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** How many rows have each value of a facet, most first. */
export function countsOf(rows: readonly ColumnRow[], id: FacetId, known: Known): ReadonlyMap<string, number> {
  if (id === "tag")
    return new Map(tagIds.map((tag) => [tag, rows.filter((row) => tagsOf[tag](row, known)).length]));
  const counts = new Map<string, number>();
  for (const row of rows) {
    const value = facetValue[id](row);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return new Map([...counts].sort((a, b) => b[1] - a[1]));
}
