import type { Generalization, GeneralizationRequest } from "../search/generalization.ts";
import { Lattice } from "../search/lattice.ts";
import { NodeEvaluator } from "../search/node-evaluator.ts";

/** Every choice of levels, none left out: what the search must agree with. */
export function enumerateLattice(request: GeneralizationRequest): {
  readonly nodes: number;
  readonly feasible: number;
  readonly best: Generalization | undefined;
} {
  const lattice = new Lattice(request.classes.columns.map(({ levels }) => levels.length));
  const evaluator = new NodeEvaluator(request);
  let best: Generalization | undefined;
  let feasible = 0;
  for (let node = 0; node < lattice.size; node++) {
    const { generalization } = evaluator.evaluate(lattice.levelsOf(node), true);
    if (!generalization?.feasible) continue;
    feasible++;
    if (!best || generalization.score < best.score) best = generalization;
  }
  return { nodes: lattice.size, feasible, best };
}
