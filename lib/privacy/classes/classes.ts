import type { AggregatedClasses, Counts } from "./aggregated-classes.ts";
import { type CodePlace, codePlaces } from "./code-places.ts";
import type { SortPart } from "./runs.ts";

/** Lists of codes, one after the other: those of class i lie between `offsets[i]` and `offsets[i + 1]`, rising. */
export interface CodeLists {
  /** Codes are below it. */
  readonly values: number;
  readonly offsets: Int32Array;
  readonly codes: Int32Array;
  /** How often each code occurs; absent where only presence matters. */
  readonly counts?: Float64Array;
}

/** Rows grouped by generalized values. A class is named by the codes of one of its combinations, packed into words. */
export interface Classes {
  readonly count: number;
  /** By word, then by class. */
  readonly words: readonly Int32Array[];
  readonly rows: Counts;
  /** Sums that can be added when classes join: persons and population, where there are any. */
  readonly persons?: Float64Array;
  readonly population?: Float64Array;
  readonly personLists?: CodeLists;
  readonly sensitive: readonly CodeLists[];
  /** What they are sorted by, the first part first; absent where they are not. */
  readonly sortedBy?: readonly SortPart[];
}

/** Packs the codes of each combination into as few words as they fill. */
export function packClasses(input: AggregatedClasses): {
  readonly classes: Classes;
  readonly places: readonly CodePlace[];
} {
  const count = input.rows.length;
  const places = codePlaces(input.columns.map(({ levels }) => levels[0]?.labels.length ?? 1));
  const words = Array.from(
    { length: Math.max(0, ...places.map(({ word }) => word + 1)) },
    () => new Int32Array(count),
  );
  for (const [column, { codes }] of input.columns.entries()) {
    const { word = 0, shift = 0 } = places[column] ?? {};
    const packed = words[word] ?? new Int32Array();
    for (let at = 0; at < count; at++) packed[at] = (packed[at] ?? 0) | ((codes[at] ?? 0) << shift);
  }
  const { persons } = input;
  return {
    classes: {
      count,
      words,
      rows: summable(input.rows),
      ...(persons?.kind === "counts" ? { persons: persons.counts } : {}),
      ...(persons?.kind === "lists"
        ? { personLists: { values: persons.persons, offsets: persons.offsets, codes: persons.members } }
        : {}),
      ...(input.population ? { population: input.population } : {}),
      sensitive: input.sensitive ?? [],
    },
    places,
  };
}

/** Narrow counts only where no sum of them is too wide. */
function summable(counts: Counts): Counts {
  if (counts instanceof Float64Array) return counts;
  let sum = 0;
  for (let at = 0; at < counts.length; at++) sum += counts[at] ?? 0;
  return sum < 2 ** 32 ? counts : Float64Array.from(counts);
}
