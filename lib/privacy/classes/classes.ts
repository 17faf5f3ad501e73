import type { AggregatedClasses } from "./aggregated-classes.ts";

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
  readonly rows: Float64Array;
  /** Sums that can be added when classes join: persons and population, where there are any. */
  readonly persons?: Float64Array;
  readonly population?: Float64Array;
  readonly personLists?: CodeLists;
  readonly sensitive: readonly CodeLists[];
}

/** Where a column's code lies in the words. */
export interface CodePlace {
  readonly word: number;
  readonly shift: number;
  readonly mask: number;
}

const wordBits = 32;

/** Packs the codes of each combination into as few words of 32 bits as they fill. */
export function packClasses(input: AggregatedClasses): {
  readonly classes: Classes;
  readonly places: readonly CodePlace[];
} {
  const count = input.rows.length;
  const words: Int32Array[] = [];
  const used: number[] = [];
  const places = input.columns.map(({ codes, levels }): CodePlace => {
    const bits = Math.max(1, 32 - Math.clz32((levels[0]?.labels.length ?? 1) - 1));
    let word = used.findIndex((taken) => taken + bits <= wordBits);
    if (word < 0) {
      word = words.length;
      words.push(new Int32Array(count));
      used.push(0);
    }
    const shift = used[word] ?? 0;
    used[word] = shift + bits;
    const packed = words[word] ?? new Int32Array();
    for (let at = 0; at < count; at++) packed[at] = (packed[at] ?? 0) | ((codes[at] ?? 0) << shift);
    return { word, shift, mask: 2 ** bits - 1 };
  });
  const { persons } = input;
  return {
    classes: {
      count,
      words,
      rows: input.rows,
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

/** Bytes that classes take. */
export function bytesOf(classes: Classes): number {
  const lists = [...classes.sensitive, ...(classes.personLists ? [classes.personLists] : [])];
  const arrays = [...classes.words, classes.rows, classes.persons, classes.population].concat(
    lists.flatMap(({ offsets, codes, counts }) => [offsets, codes, counts]),
  );
  return arrays.reduce((sum, array) => sum + (array?.byteLength ?? 0), 0);
}
