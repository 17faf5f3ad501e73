import type { HierarchyLevel } from "./aggregated-classes.ts";

/**
 * Levels of a hierarchy from its rows of labels, the original value first; code i is row i. A label means its own level only:
 * the same text at two levels is two labels, each with its share of the rows.
 */
export function labelLevels(rows: readonly (readonly string[])[]): readonly HierarchyLevel[] {
  const depth = rows.reduce((most, row) => Math.max(most, row.length), 0);
  return Array.from({ length: depth }, (_, level) => {
    const numbers = new Map<string, number>();
    const labels = Int32Array.from(rows, (row) => {
      const label = row[level] ?? row.at(-1) ?? "";
      const number = numbers.get(label) ?? numbers.size;
      numbers.set(label, number);
      return number;
    });
    const share = new Float64Array(numbers.size);
    for (const label of labels) share[label] = (share[label] ?? 0) + 1;
    return { labels, share: share.map((count) => count / rows.length) };
  });
}
