import { classesProblem } from "../classes/classes-problem.ts";
import { descend } from "./descend.ts";
import type { Generalization, GeneralizationRequest, GeneralizationResult } from "./generalization.ts";
import { Lattice } from "./lattice.ts";
import { NodeEvaluator } from "./node-evaluator.ts";
import { reasons } from "./reasons.ts";
import { requestProblem } from "./request-problem.ts";
import { searchLattice } from "./search-lattice.ts";
import { SearchState } from "./search-state.ts";

/** Choices of levels that are still looked through one by one: a few bytes of memory each. */
const largestLattice = 2 ** 20;
/** Steps without a better find, before the whole lattice is searched; and instead of it. */
const shortPatience = 3;
const longPatience = 500;

/** The levels of least loss at which the models hold, few enough rows being suppressed (full-domain generalization). */
export function findGeneralization(request: GeneralizationRequest): GeneralizationResult {
  const problem = classesProblem(request.classes) ?? requestProblem(request);
  if (problem) return { outcome: "refused", reason: problem };
  const evaluator = new NodeEvaluator(request);
  const lattice = new Lattice(
    request.classes.columns.map(({ levels }) => levels.length),
    evaluator.order,
  );
  const state = new SearchState(evaluator);
  const small = lattice.size <= largestLattice;
  descend(state, lattice.tops, evaluator.coarsen(), small ? shortPatience : longPatience);
  const complete = small && searchLattice(state, lattice);
  const figures = { nodesChecked: evaluator.checked, lattice: lattice.size };
  const reason = complete ? undefined : small ? reasons.budget : reasons.lattice;
  if (state.best)
    return {
      outcome: "found",
      best: state.best,
      ...figures,
      optimal: complete,
      ...(reason ? { reason } : {}),
    };
  return { outcome: "none", ...figures, proven: complete, reason: reason ?? reasons.none };
}

/** What given levels cost and leave, whether they meet the limit or not. */
export function measureGeneralization(
  request: GeneralizationRequest,
  levels: readonly number[],
): Generalization | undefined {
  return new NodeEvaluator(request).evaluate(levels, true).generalization;
}
