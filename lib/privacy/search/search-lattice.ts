import { climb } from "./climb.ts";
import { HopelessLevels } from "./hopeless-levels.ts";
import type { Lattice } from "./lattice.ts";
import type { SearchState } from "./search-state.ts";

/**
 * The optimum, from the most general levels down. Levels are left out where something more general shows that they suppress too
 * much, or that they cannot be better than the best found, suppression counted. Answers whether it came to the end.
 */
export function searchLattice(state: SearchState, lattice: Lattice): boolean {
  const { evaluator, bounds } = state;
  const hopeless = new HopelessLevels(lattice);
  evaluator.lowest = (levels, depth) => hopeless.lowest(levels, depth);
  let node = lattice.size;
  for (const levels of lattice.fromTheTop()) {
    node--;
    if (hopeless.has(node) || evaluator.isBeaten(levels, state.score)) continue;
    if (bounds.rulesOut(levels, state.score)) continue;
    if (state.isSpent) return false;
    if (state.look(levels).hopelessBelow) climb(state, lattice, hopeless, [...levels]);
  }
  return true;
}
