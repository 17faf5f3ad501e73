import type { Generalization, GeneralizationRequest } from "../search/generalization.ts";
import { Lattice } from "../search/lattice.ts";
import { NodeEvaluator } from "../search/node-evaluator.ts";

/** Every choice of levels, none left out: what the search must agree with. */
export function enumerateLattice(request: GeneralizationRequest): {
  readonly nodes: number;
  readonly feasible: number;
  readonly best: Generalization | undefined;
} {
  const evaluator = new NodeEvaluator(request);
  const lattice = new Lattice(
    request.classes.columns.map(({ levels }) => levels.length),
    evaluator.order,
  );
  let best: Generalization | undefined;
  let feasible = 0;
  for (const levels of lattice.fromTheTop()) {
    const { generalization } = evaluator.evaluate(levels, true);
    if (!generalization?.feasible) continue;
    feasible++;
    if (!best || generalization.score < best.score) best = generalization;
  }
  return { nodes: lattice.size, feasible, best };
}
