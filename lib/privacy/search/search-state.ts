import type { Generalization } from "./generalization.ts";
import type { Evaluation, NodeEvaluator } from "./node-evaluator.ts";

/** Classes that a core of today groups in a second, at least. */
const visitsPerSecond = 5_000_000;
const defaultSeconds = 60;

/** The best found so far, and how much work is left. */
export class SearchState {
  readonly evaluator: NodeEvaluator;
  private readonly seen = new Map<string, Evaluation>();
  private readonly visits: number;
  best: Generalization | undefined;

  constructor(evaluator: NodeEvaluator) {
    this.evaluator = evaluator;
    this.visits = (evaluator.request.budget?.seconds ?? defaultSeconds) * visitsPerSecond;
  }

  get score(): number {
    return this.best?.score ?? Number.POSITIVE_INFINITY;
  }

  get isSpent(): boolean {
    return this.evaluator.visited >= this.visits;
  }

  /** Evaluates levels once. */
  look(levels: readonly number[]): Evaluation {
    const key = levels.join();
    const known = this.seen.get(key);
    if (known) return known;
    const evaluation = this.evaluator.evaluate(levels);
    this.seen.set(key, evaluation);
    const { generalization } = evaluation;
    if (generalization?.feasible && generalization.score < this.score) this.best = generalization;
    return evaluation;
  }
}
