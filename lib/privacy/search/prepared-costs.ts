import type { AggregatedClasses, Counts } from "../classes/aggregated-classes.ts";
import type { ClassFigures, ColumnCosts, PreparedLoss } from "../loss/definition.ts";
import { findLossMetric, type LossUse } from "../loss/registry.ts";

/** What is certain of a choice of levels before its classes are known. */
export interface KnownSuppression {
  readonly rows: number;
  /** By column, then level: what these rows cost more than if they were kept, at least. */
  readonly extra: readonly Float64Array[];
}

/** The loss of a search over its table: scores, and bounds that need no grouping. */
export class PreparedCosts {
  readonly rows: number;
  readonly columns: readonly (ColumnCosts & {
    /** By level: the sum over all rows, none suppressed. */
    readonly untouched: Float64Array;
    /** By level, then code: what a suppressed row costs more than a kept one. */
    readonly extra: readonly Float64Array[];
    /** As `extra`, at least, where all that is known of a row is its label at a higher level: by that level, then level and code. */
    readonly least: (readonly Float64Array[])[];
  })[];
  private readonly input: AggregatedClasses["columns"];
  private readonly loss: PreparedLoss;
  private readonly labels: readonly (readonly number[])[];
  private readonly weights: Float64Array;
  private readonly losses: Float64Array;

  constructor(use: LossUse, input: AggregatedClasses) {
    const metric = findLossMetric(use.rule);
    if (!metric) throw new TypeError(`${use.rule} is no loss metric`);
    const loss = metric.prepare(metric.params.parse(use.with));
    this.loss = loss;
    this.rows = sumOf(input.rows);
    this.input = input.columns;
    this.labels = input.columns.map(({ levels }) => levels.map(({ share }) => share.length));
    this.weights = Float64Array.from(input.columns, ({ weight }) => weight ?? 1);
    this.losses = new Float64Array(input.columns.length);
    this.columns =
      loss.of === "classes"
        ? []
        : input.columns.map((column) => {
            const counts = new Float64Array(column.levels[0]?.labels.length ?? 0);
            for (let at = 0; at < column.codes.length; at++) {
              const code = column.codes[at] ?? 0;
              counts[code] = (counts[code] ?? 0) + (input.rows[at] ?? 0);
            }
            const costs = loss.costs({ column, counts, rows: this.rows });
            return {
              ...costs,
              untouched: Float64Array.from(costs.kept, (kept) => dot(counts, kept)),
              extra: costs.kept.map((kept, level) =>
                kept.map((cost, code) =>
                  // A value that no row has bounds nothing.
                  counts[code] === 0
                    ? Number.POSITIVE_INFINITY
                    : (costs.suppressed[level]?.[code] ?? 1) - cost,
                ),
              ),
              least: [],
            };
          });
  }

  /** By level below `from`, then code: what a suppressed row costs more, at least, of those with the code's label at `from`. */
  leastExtra(column: number, from: number): readonly Float64Array[] {
    const costs = this.columns[column];
    const labels = this.input[column]?.levels[from]?.labels;
    if (!costs || !labels) return [];
    const known = costs.least[from];
    if (known) return known;
    const made = costs.extra.slice(0, from).map((extra) => {
      const least = new Float64Array(this.labels[column]?.[from] ?? 0).fill(Number.POSITIVE_INFINITY);
      for (let code = 0; code < extra.length; code++) {
        const label = labels[code] ?? 0;
        least[label] = Math.min(least[label] ?? 0, extra[code] ?? 0);
      }
      return Float64Array.from(labels, (label) => least[label] ?? 0);
    });
    costs.least[from] = made;
    return made;
  }

  /** The score where classes are these and, for a loss of columns, suppressed rows cost `extra` more by column. */
  score(levels: readonly number[], extra: Float64Array, figures: Omit<ClassFigures, "rows">): number {
    const sums = this.columns.map(
      ({ untouched }, at) => (untouched[levels[at] ?? 0] ?? 0) + (extra[at] ?? 0),
    );
    return this.scoreOf(sums, figures);
  }

  /** The score where rows cost these sums, by column. */
  scoreOf(sums: readonly number[], figures: Omit<ClassFigures, "rows">): number {
    if (this.loss.of === "classes") return this.loss.score({ rows: this.rows, ...figures });
    for (const [at, column] of this.columns.entries()) this.losses[at] = column.normalize(sums[at] ?? 0);
    return this.loss.aggregate(this.losses, this.weights);
  }

  /** Losses by column of the last score, for a loss of columns. */
  lossByColumn(): readonly number[] | undefined {
    return this.loss.of === "columns" ? [...this.losses] : undefined;
  }

  /** No score at `levels` is lower, given rows that are suppressed there for certain and the smallest class that is kept. */
  bound(levels: readonly number[], known: KnownSuppression | undefined, smallest: number): number {
    if (this.loss.of === "columns") {
      for (const [at, column] of this.columns.entries()) {
        const level = levels[at] ?? 0;
        this.losses[at] = column.normalize((column.untouched[level] ?? 0) + (known?.extra[at]?.[level] ?? 0));
      }
      return this.loss.aggregate(this.losses, this.weights);
    }
    const suppressedRows = known?.rows ?? 0;
    const kept = this.rows - suppressedRows;
    let classes = 1;
    for (const [at, level] of levels.entries()) classes *= this.labels[at]?.[level] ?? 1;
    // Suppressed rows may count as a class besides.
    classes = Math.min(classes, Math.floor(this.rows / smallest) + 1);
    return this.loss.score({ rows: this.rows, classes, squares: (kept * kept) / classes, suppressedRows });
  }
}

function sumOf(counts: Counts): number {
  let sum = 0;
  for (let at = 0; at < counts.length; at++) sum += counts[at] ?? 0;
  return sum;
}

export function dot(counts: Float64Array, costs: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < counts.length; at++) {
    const count = counts[at] ?? 0;
    if (count > 0) sum += count * (costs[at] ?? 0);
  }
  return sum;
}
