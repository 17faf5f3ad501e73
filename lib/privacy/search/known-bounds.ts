import type { NodeEvaluator } from "./node-evaluator.ts";
import type { KnownSuppression } from "./prepared-costs.ts";

interface Known {
  readonly levels: readonly number[];
  readonly suppression: KnownSuppression;
}

/** What is certain to be suppressed below levels that were looked at: reason enough not to look at many others. */
export class KnownBounds {
  private readonly evaluator: NodeEvaluator;
  /** What helped last comes last: it often helps again. */
  private readonly known: Known[] = [];

  constructor(evaluator: NodeEvaluator) {
    this.evaluator = evaluator;
  }

  add(levels: readonly number[], suppression: KnownSuppression | undefined): void {
    if (suppression && suppression.rows > 0) this.known.push({ levels: [...levels], suppression });
  }

  /** Whether something more general shows that these levels cannot beat `score`. */
  rulesOut(levels: readonly number[], score: number): boolean {
    for (let at = this.known.length - 1; at >= 0; at--) {
      const each = this.known[at];
      if (!each || !isBelow(levels, each.levels)) continue;
      if (!this.evaluator.isBeaten(levels, score, each.suppression)) continue;
      this.known.splice(at, 1);
      this.known.push(each);
      return true;
    }
    return false;
  }
}

function isBelow(levels: readonly number[], others: readonly number[]): boolean {
  for (let at = 0; at < levels.length; at++) if ((levels[at] ?? 0) > (others[at] ?? 0)) return false;
  return true;
}
