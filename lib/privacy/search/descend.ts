import type { SearchState } from "./search-state.ts";

interface Step {
  readonly levels: readonly number[];
  readonly score: number;
}

/**
 * From the most general levels down to `lowest`, always on from the best that is not yet followed. `patience` is how many
 * followed steps may bring nothing better before it ends.
 */
export function descend(
  state: SearchState,
  tops: readonly number[],
  lowest: readonly number[],
  patience: number,
): void {
  const open: Step[] = [];
  const follow = (levels: readonly number[]): void => {
    const { generalization, hopelessBelow } = state.look(levels);
    if (generalization && !hopelessBelow) open.push({ levels, score: generalization.score });
  };
  const met = new Set([tops.join()]);
  follow(tops);
  for (let idle = 0; open.length > 0 && idle < patience && !state.isSpent; ) {
    const step = takeBest(open);
    const before = state.score;
    state.evaluator.stayAt(step.levels, lowest);
    for (const [at, level] of step.levels.entries()) {
      if (level <= (lowest[at] ?? 0) || state.isSpent) continue;
      const next = step.levels.with(at, level - 1);
      const key = next.join();
      if (met.has(key)) continue;
      met.add(key);
      if (!state.evaluator.isBeaten(next, state.score)) follow(next);
    }
    idle = state.score < before ? 0 : idle + 1;
  }
  state.evaluator.goOn();
}

function takeBest(open: Step[]): Step {
  let best = 0;
  for (let at = 1; at < open.length; at++) if ((open[at]?.score ?? 0) < (open[best]?.score ?? 0)) best = at;
  const [step] = open.splice(best, 1);
  return step ?? { levels: [], score: 0 };
}
