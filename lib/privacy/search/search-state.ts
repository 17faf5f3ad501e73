import type { Generalization, SearchBudget } from "./generalization.ts";
import { KnownBounds } from "./known-bounds.ts";
import type { Evaluation, NodeEvaluator } from "./node-evaluator.ts";

/** Classes that a core of today groups in a second, more or less. */
const visitsPerSecond = 20_000_000;
const defaultSeconds = 60;

/** Classes that a budget lets a search visit. */
export const visitsOf = (budget: SearchBudget | undefined): number =>
  (budget?.seconds ?? defaultSeconds) * visitsPerSecond;

/** The best found so far, and how much work is left. */
export class SearchState {
  readonly evaluator: NodeEvaluator;
  readonly bounds: KnownBounds;
  private readonly seen = new Map<string, Evaluation>();
  private readonly visits: number;
  best: Generalization | undefined;

  constructor(evaluator: NodeEvaluator) {
    this.evaluator = evaluator;
    this.bounds = new KnownBounds(evaluator);
    this.visits = visitsOf(evaluator.request.budget);
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
    const { generalization, hopelessBelow, known: suppression } = evaluation;
    if (!hopelessBelow) this.bounds.add(levels, suppression);
    if (generalization?.feasible && generalization.score < this.score) this.best = generalization;
    return evaluation;
  }
}
