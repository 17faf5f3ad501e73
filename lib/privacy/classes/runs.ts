import type { ClassColumn } from "./aggregated-classes.ts";
import type { Classes } from "./classes.ts";
import type { CodePlace } from "./code-places.ts";

/** Classes stand together by the labels of this column at this level. */
export interface SortPart {
  readonly column: number;
  readonly level: number;
}

/** Of what classes are sorted by, what still parts those of different groups at these levels. */
export function sortedStill(
  sortedBy: readonly SortPart[] | undefined,
  levels: readonly number[],
): readonly SortPart[] {
  const all = sortedBy ?? [];
  const broken = all.findIndex(({ column, level }) => (levels[column] ?? 0) > level);
  return broken < 0 ? all : all.slice(0, broken);
}

/** Where classes of one group end and no later ones belong to it. */
export class Runs {
  private readonly parts: readonly {
    readonly words: Int32Array;
    readonly place: CodePlace;
    readonly labels: Int32Array;
  }[];

  /** `sortedBy` as `sortedStill` gives it. */
  constructor(
    { words }: Classes,
    columns: readonly ClassColumn[],
    places: readonly CodePlace[],
    sortedBy: readonly SortPart[],
  ) {
    const lowest = new Map(sortedBy.map(({ column, level }) => [column, level]));
    this.parts = [...lowest].flatMap(([column, level]) => {
      const place = places[column];
      const word = place && words[place.word];
      const labels = columns[column]?.levels[level]?.labels;
      return place && word && labels ? [{ words: word, place, labels }] : [];
    });
  }

  /** The first class from `from` on, and before `to`, with which a run begins; -1 if there is none. */
  next(from: number, to: number): number {
    let first = -1;
    for (const { words, place, labels } of this.parts) {
      const { shift, mask } = place;
      let last = from > 0 ? (labels[((words[from - 1] ?? 0) >>> shift) & mask] ?? 0) : -1;
      for (let at = from; at < (first < 0 ? to : first); at++) {
        const label = labels[((words[at] ?? 0) >>> shift) & mask] ?? 0;
        if (label !== last) first = at;
        last = label;
      }
    }
    return first;
  }
}
