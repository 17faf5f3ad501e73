import type { AggregatedClasses, ClassColumn, SensitiveColumn } from "../classes/aggregated-classes.ts";
import { labelLevels } from "../classes/label-levels.ts";

export interface RowsToAggregate {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** By quasi-identifier: rows of labels, the original value first. */
  readonly hierarchies: ReadonlyMap<string, readonly (readonly string[])[]>;
  readonly sensitive?: string;
}

/** What the engine does for a run, for a few thousand rows and without it. */
export function aggregateRows({ header, rows, hierarchies, sensitive }: RowsToAggregate): AggregatedClasses {
  const names = [...hierarchies.keys()];
  const dictionaries = names.map((name) => new Map(hierarchies.get(name)?.map(([value], at) => [value, at])));
  const places = names.map((name) => header.indexOf(name));
  const sensitivePlace = sensitive === undefined ? -1 : header.indexOf(sensitive);
  const values = [...new Set(rows.map((row) => row[sensitivePlace] ?? ""))].sort();
  const found = new Map<string, { codes: number[]; rows: number; counts: Map<number, number> }>();
  for (const row of rows) {
    const codes = names.map((_, at) => dictionaries[at]?.get(row[places[at] ?? 0]) ?? -1);
    const key = codes.join();
    const group = found.get(key) ?? { codes, rows: 0, counts: new Map() };
    found.set(key, group);
    group.rows++;
    const value = values.indexOf(row[sensitivePlace] ?? "");
    group.counts.set(value, (group.counts.get(value) ?? 0) + 1);
  }
  const groups = [...found.values()];
  const columns = names.map(
    (name, at): ClassColumn => ({
      name,
      codes: Int32Array.from(groups, ({ codes }) => codes[at] ?? -1),
      levels: labelLevels(hierarchies.get(name) ?? []),
    }),
  );
  return {
    columns,
    rows: Float64Array.from(groups, (group) => group.rows),
    ...(sensitive === undefined ? {} : { sensitive: [sensitiveColumn(sensitive, values.length, groups)] }),
  };
}

function sensitiveColumn(
  name: string,
  values: number,
  groups: readonly { readonly counts: ReadonlyMap<number, number> }[],
): SensitiveColumn {
  const entries = groups.map(({ counts }) => [...counts].sort(([a], [b]) => a - b));
  let end = 0;
  return {
    name,
    values,
    offsets: Int32Array.from([0, ...entries.map((each) => (end += each.length))]),
    codes: Int32Array.from(entries.flat(), ([code]) => code),
    counts: Float64Array.from(entries.flat(), ([, count]) => count),
  };
}
