import type { Generalization, GeneralizationRequest } from "./generalization.ts";
import { NodeEvaluator } from "./node-evaluator.ts";

/** Scores are sums in different orders: what differs by less is equal. */
const equal = 1e-12;

/**
 * The lowest levels that cost no more: where the data have one value of a label, its levels cost the same, and the value
 * itself says most. Column after column, so that the answer is always the same.
 */
export function lowestEqual(request: GeneralizationRequest, best: Generalization): Generalization {
  const evaluator = new NodeEvaluator(request);
  let found = best;
  for (const column of best.levels.keys()) {
    for (let level = (best.levels[column] ?? 0) - 1; level >= 0; level--) {
      const { generalization } = evaluator.evaluate(found.levels.with(column, level));
      if (!generalization?.feasible || generalization.score > found.score + equal) break;
      found = generalization;
    }
  }
  return found;
}
