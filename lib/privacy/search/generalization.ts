import type { Text } from "#lib/kernel";
import type { AggregatedClasses } from "../classes/aggregated-classes.ts";
import type { LossUse } from "../loss/registry.ts";
import type { ModelUse } from "../models/registry.ts";

export interface GeneralizationRequest {
  readonly classes: AggregatedClasses;
  /** All of them hold in every class that is kept. */
  readonly models: readonly ModelUse[];
  /** Granularity with the geometric mean where absent. */
  readonly loss?: LossUse;
  /** Rows that may be suppressed at most. */
  readonly suppressionLimit: number;
  readonly budget?: SearchBudget;
}

/** Limits that do not depend on the machine's speed, so that a search repeats wherever it runs. */
export interface SearchBudget {
  /** About so long on one core: visits of classes, at 20 million a second. 60 where absent. */
  readonly seconds?: number;
}

/** What a choice of levels costs and leaves. */
export interface Generalization {
  /** One per column; 0 is the original. */
  readonly levels: readonly number[];
  /** By the loss that was asked for; lower is better. */
  readonly score: number;
  /** 0–1 per column, where the loss is one of columns. */
  readonly lossByColumn?: readonly number[];
  readonly suppressedRows: number;
  /** Of kept rows, as the next three. */
  readonly classes: number;
  /** In rows. */
  readonly smallestClass: number;
  readonly largestClass: number;
  readonly averageClass: number;
  /** Whether suppression stays within the limit. */
  readonly feasible: boolean;
}

export type GeneralizationResult =
  | {
      readonly outcome: "found";
      readonly best: Generalization;
      /** Choices of levels that were grouped. */
      readonly nodesChecked: number;
      /** All choices there are. */
      readonly lattice: number;
      /** Whether nothing better exists; if not, `reason` says why. */
      readonly optimal: boolean;
      readonly reason?: Text;
    }
  /** No choice of levels meets the models, or the budget ended before one was found. */
  | {
      readonly outcome: "none";
      readonly nodesChecked: number;
      readonly lattice: number;
      readonly proven: boolean;
      readonly reason: Text;
    }
  /** The input cannot be searched. */
  | { readonly outcome: "refused"; readonly reason: Text };

export interface PartitionRequest extends GeneralizationRequest {
  /** `strict`: all parts of a cut hold. `relaxed`: those that do not may stay together under the label that was cut. */
  readonly cuts: "strict" | "relaxed";
}

/** Classes that each have levels of their own (multidimensional, local recoding). */
export interface Partition extends Omit<Generalization, "levels" | "feasible"> {
  /** The class of each combination; -1 where it is suppressed. */
  readonly classOf: Int32Array;
  /** By class, then column. */
  readonly levels: readonly (readonly number[])[];
}

export type PartitionResult =
  | {
      readonly outcome: "found";
      readonly best: Partition;
      /** Whether every class was cut as far as it can be; if not, `reason` says why. */
      readonly complete: boolean;
      readonly reason?: Text;
    }
  | { readonly outcome: "none"; readonly reason: Text }
  | { readonly outcome: "refused"; readonly reason: Text };
