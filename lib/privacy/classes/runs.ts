import type { ClassColumn } from "./aggregated-classes.ts";
import type { Classes } from "./classes.ts";
import type { CodePlace } from "./code-places.ts";
import { subset } from "./subset.ts";

/** Classes stand together by the labels of this column at this level. */
export interface SortPart {
  readonly column: number;
  readonly level: number;
}

/** Columns whose labels classes are sorted by: two tell enough apart. */
const sortedColumns = 2;
/** Cells of a sort: more would not make runs shorter that are of use. */
const mostCells = 2 ** 16;

/**
 * The classes with those together that have the same labels, from the most general levels down, of the columns that come first
 * in `order`: what a grouping joins then lies near, at all levels but the highest.
 */
export function sortClasses(
  classes: Classes,
  columns: readonly ClassColumn[],
  places: readonly CodePlace[],
  order: readonly number[],
): Classes {
  const { cells, ranks, sortedBy } = sortRanks(columns, order.slice(0, sortedColumns));
  if (sortedBy.length === 0) return classes;
  const rankOf = (at: number): number => {
    let rank = 0;
    for (const { column, rank: own } of ranks) {
      const { word = 0, shift = 0, mask = 0 } = places[column] ?? {};
      rank += own[((classes.words[word]?.[at] ?? 0) >>> shift) & mask] ?? 0;
    }
    return rank;
  };
  const begins = new Int32Array(cells + 1);
  for (let at = 0; at < classes.count; at++) {
    const next = rankOf(at) + 1;
    begins[next] = (begins[next] ?? 0) + 1;
  }
  for (let cell = 1; cell <= cells; cell++) begins[cell] = (begins[cell] ?? 0) + (begins[cell - 1] ?? 0);
  const members = new Int32Array(classes.count);
  for (let at = 0; at < classes.count; at++) {
    const cell = rankOf(at);
    const place = begins[cell] ?? 0;
    members[place] = at;
    begins[cell] = place + 1;
  }
  return { ...subset(classes, members), sortedBy };
}

/** What each code adds to a rank, by column; ranks are below `cells`. */
function sortRanks(columns: readonly ClassColumn[], own: readonly number[]) {
  const parts: (SortPart & { readonly places: Int32Array; readonly count: number })[] = [];
  let cells = 1;
  const highest = Math.max(0, ...own.map((column) => columns[column]?.levels.length ?? 0));
  parts: for (let below = 1; below <= highest; below++)
    for (const column of own) {
      const levels = columns[column]?.levels ?? [];
      const level = levels.length - below;
      if (level < 0) continue;
      const { places, count } = amongSiblings(levels[level]?.labels, levels[level + 1]?.labels);
      if (count === 1) continue;
      if (cells * count > mostCells) break parts;
      cells *= count;
      parts.push({ column, level, places, count });
    }
  const ranks = new Map<number, Float64Array>();
  let stride = cells;
  for (const { column, places, count } of parts) {
    stride /= count;
    const rank = ranks.get(column) ?? new Float64Array(places.length);
    for (let code = 0; code < rank.length; code++)
      rank[code] = (rank[code] ?? 0) + (places[code] ?? 0) * stride;
    ranks.set(column, rank);
  }
  return {
    cells,
    ranks: [...ranks].map(([column, rank]) => ({ column, rank })),
    sortedBy: parts.map(({ column, level }): SortPart => ({ column, level })),
  };
}

/** The place of each code's label among those under the same label above, in the order of the codes. */
function amongSiblings(
  labels: Int32Array = new Int32Array(),
  above?: Int32Array,
): { readonly places: Int32Array; readonly count: number } {
  const known = new Map<number, number>();
  const siblings = new Map<number, number>();
  let count = 1;
  const places = labels.map((label, code) => {
    const place = known.get(label);
    if (place !== undefined) return place;
    const parent = above?.[code] ?? 0;
    const next = siblings.get(parent) ?? 0;
    siblings.set(parent, next + 1);
    known.set(label, next);
    count = Math.max(count, next + 1);
    return next;
  });
  return { places, count };
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
