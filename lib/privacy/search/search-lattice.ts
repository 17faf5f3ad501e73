import type { Lattice } from "./lattice.ts";
import type { KnownSuppression } from "./prepared-costs.ts";
import type { SearchState } from "./search-state.ts";

/**
 * The optimum, from the most general levels down. Levels are left out where something more general shows that they suppress too
 * much, or that they cannot be better than the best found, suppression counted. Answers whether it came to the end.
 */
export function searchLattice(state: SearchState, lattice: Lattice): boolean {
  const { evaluator } = state;
  const hopeless = new Uint8Array(lattice.size);
  const witnessOf = new Int32Array(lattice.size);
  // Number 0 is none.
  const witnesses: (KnownSuppression | undefined)[] = [undefined];
  for (const node of lattice.fromTheTop()) {
    const levels = lattice.levelsOf(node);
    let witness = 0;
    let bound = Number.NEGATIVE_INFINITY;
    for (let at = 0; at < levels.length && hopeless[node] === 0; at++) {
      if (levels[at] === lattice.tops[at]) continue;
      const parent = node + (lattice.strides[at] ?? 0);
      if (hopeless[parent] === 1) hopeless[node] = 1;
      const candidate = witnessOf[parent] ?? 0;
      if (candidate === witness || candidate === 0) continue;
      const own = evaluator.bound(levels, witnesses[candidate]);
      if (own > bound) {
        bound = own;
        witness = candidate;
      }
    }
    witnessOf[node] = witness;
    if (hopeless[node] === 1 || evaluator.isBeaten(levels, state.score, witnesses[witness])) continue;
    if (state.isSpent) return false;
    const { hopelessBelow, known } = state.look(levels);
    if (hopelessBelow) hopeless[node] = 1;
    if (known) witnessOf[node] = witnesses.push(known) - 1;
  }
  return true;
}
