import type { ClassColumn } from "./aggregated-classes.ts";
import type { Classes } from "./classes.ts";
import type { CodePlace } from "./code-places.ts";
import type { SortPart } from "./runs.ts";
import { subset } from "./subset.ts";

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

interface Part extends SortPart {
  /** By code. */
  readonly places: Int32Array;
  readonly count: number;
}

/** What each code adds to a rank, by column; ranks are below `cells`. */
function sortRanks(columns: readonly ClassColumn[], own: readonly number[]) {
  const parts: Part[] = [];
  let cells = 1;
  for (const part of partsOf(columns, own)) {
    if (cells * part.count > mostCells) break;
    cells *= part.count;
    parts.push(part);
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

/** The levels of these columns that part anything, the most general ones of all columns first. */
function partsOf(columns: readonly ClassColumn[], own: readonly number[]): readonly Part[] {
  const highest = Math.max(0, ...own.map((column) => columns[column]?.levels.length ?? 0));
  return Array.from({ length: highest }, (_, below) => below + 1).flatMap((below) =>
    own.flatMap((column) => {
      const levels = columns[column]?.levels ?? [];
      const level = levels.length - below;
      if (level < 0) return [];
      const { places, count } = amongSiblings(levels[level]?.labels, levels[level + 1]?.labels);
      return count > 1 ? [{ column, level, places, count }] : [];
    }),
  );
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
