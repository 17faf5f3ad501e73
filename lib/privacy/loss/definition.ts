import type { z } from "zod";
import type { Text } from "#lib/kernel";
import type { ClassColumn } from "../classes/aggregated-classes.ts";

/** A function of a definition, as a method type, so that definitions of unknown parameters fit in one list. */
type Fn<A extends readonly unknown[], R> = { call(...args: A): R }["call"];

/** A column with how many rows of the table have each of its codes. */
export interface CountedColumn {
  readonly column: ClassColumn;
  readonly counts: Float64Array;
  readonly rows: number;
}

/**
 * What a row costs in a column. Costs do not fall with the level, a suppressed row costs at least as much as a kept one,
 * and the difference does not grow with the level: what the search leaves out rests on it.
 */
export interface ColumnCosts {
  /** By level, then by code. */
  readonly kept: readonly Float64Array[];
  readonly suppressed: readonly Float64Array[];
  /** Sum over all rows → 0 (untouched) to 1 (nothing left). */
  normalize(sum: number): number;
}

/** Classes of a choice of levels: those kept, and the rows that are not. */
export interface ClassFigures {
  readonly rows: number;
  readonly classes: number;
  /** Sum of the squared sizes of kept classes, in rows. */
  readonly squares: number;
  readonly suppressedRows: number;
}

export type PreparedLoss =
  | {
      readonly of: "columns";
      costs(column: CountedColumn): ColumnCosts;
      /** Rises with each loss. */
      aggregate(losses: Float64Array, weights: Float64Array): number;
    }
  /** Falls with the number of classes and rises with their squares, suppressed rows counted. */
  | { readonly of: "classes"; score(figures: ClassFigures): number };

/** A table of one column: its values, and the label that each was published as; null where the row is suppressed. */
export interface LossExample {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly rows: readonly (readonly [value: string, published: string | null])[];
  /** To four decimals. */
  readonly loss: number;
}

export interface LossMetric<Id extends string = string, P = unknown, Given = unknown> {
  readonly kind: "loss-metric";
  readonly id: Id;
  readonly version: number;
  readonly params: z.ZodType<P, Given>;
  readonly prepare: Fn<[params: P], PreparedLoss>;
  /** Examples are executed by the conformance tests. */
  readonly docs: { readonly title: Text; readonly summary: Text; readonly examples: readonly LossExample[] };
}

export const defineLoss = <const Id extends string, P, Given>(
  definition: Omit<LossMetric<Id, P, Given>, "kind">,
): LossMetric<Id, P, Given> => ({ kind: "loss-metric", ...definition });
