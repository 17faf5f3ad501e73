import type { HopelessLevels } from "./hopeless-levels.ts";
import type { Lattice } from "./lattice.ts";
import type { SearchState } from "./search-state.ts";

/**
 * From levels that suppress too many rows up to more general ones that still do, so that one look rules out as much as it
 * can: halves a way to the top, on which columns that part few classes go first (the idea of Flash: F. Kohlmayer et al., 2012).
 */
export function climb(
  state: SearchState,
  lattice: Lattice,
  hopeless: HopelessLevels,
  from: readonly number[],
): void {
  const way = wayUp(from, lattice, state.evaluator.spread);
  let low = 0;
  let high = way.length - 1;
  while (high - low > 1 && !state.isSpent) {
    const middle = (low + high) >>> 1;
    const levels = way[middle] ?? from;
    const known = hopeless.has(lattice.numberOf(levels));
    if (!known) state.evaluator.climb();
    if (known || state.look(levels).hopelessBelow) low = middle;
    else high = middle;
  }
  state.evaluator.goOn();
  hopeless.add(way[low] ?? from);
}

/** One level of one column at a time: the one that rules most out for the classes that it joins. */
function wayUp(
  from: readonly number[],
  { tops }: Lattice,
  spread: readonly Float64Array[],
): readonly (readonly number[])[] {
  const way = [from];
  for (let levels = from; ; ) {
    let best = -1;
    let most = Number.NEGATIVE_INFINITY;
    for (const [at, level] of levels.entries()) {
      if (level >= (tops[at] ?? 0)) continue;
      const joined = Math.log((spread[at]?.[level] ?? 1) / (spread[at]?.[level + 1] ?? 1));
      const worth = Math.log((level + 2) / (level + 1)) / (joined + 1e-9);
      if (worth > most) {
        most = worth;
        best = at;
      }
    }
    if (best < 0) return way;
    levels = levels.with(best, (levels[best] ?? 0) + 1);
    way.push(levels);
  }
}
