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
  /** About so long on one core: visits of classes, at 5 million a second. 60 where absent. */
  readonly seconds?: number;
  /** Bytes that kept groupings may take. */
  readonly bytes?: number;
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
