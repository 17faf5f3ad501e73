/**
 * What the search and the measures work on: the distinct combinations of quasi-identifiers, as the engine aggregates them.
 * All of it is numbers; the values stay in the engine. Combinations that come sorted make every figure repeatable to the
 * last digit.
 */
export interface AggregatedClasses {
  readonly columns: readonly ClassColumn[];
  /** Rows of each combination. 0 is allowed where only the population has the combination. */
  readonly rows: Counts;
  /** Whom a class counts; absent where each row is a person of its own. */
  readonly persons?: Persons;
  readonly sensitive?: readonly SensitiveColumn[];
  /** For k-map: how many of the population have each combination. Those that the data lack come with 0 rows. */
  readonly population?: Float64Array;
}

/** Whole numbers; below 2 ** 32 they may be kept narrow. */
export type Counts = Float64Array | Uint32Array;

/** Codes below 256 and 65,536 may be kept narrow: there may be millions of them. */
export type Codes = Int32Array | Uint16Array | Uint8Array;

/** A quasi-identifier, dictionary-encoded. Null is a value like any other. */
export interface ClassColumn {
  readonly name: string;
  /** The code of each combination's value: an index into the levels' `labels`. */
  readonly codes: Codes;
  /** From the original (level 0) to the most general. A column without a hierarchy has level 0 alone. */
  readonly levels: readonly HierarchyLevel[];
  /** How much its loss counts; 1 where absent. */
  readonly weight?: number;
}

export interface HierarchyLevel {
  /** Code → label: numbers from 0 that mean something within this level only. */
  readonly labels: Int32Array;
  /** Label → share of the hierarchy's rows that have it at this level, 0–1. */
  readonly share: Float64Array;
}

export type Persons =
  /** No person has rows in two combinations: their counts can be added. */
  | { readonly kind: "counts"; readonly counts: Float64Array }
  /** Persons by number from 0; those of combination i are `members[offsets[i]]` up to `members[offsets[i + 1]]`, each once. */
  | {
      readonly kind: "lists";
      readonly offsets: Int32Array;
      readonly members: Int32Array;
      readonly persons: number;
    };

/** How often each combination has each sensitive value; values of combination i lie between `offsets[i]` and `offsets[i + 1]`. */
export interface SensitiveColumn {
  readonly name: string;
  /** How many different values there are: codes are below it, and stand in the order of the values. */
  readonly values: number;
  readonly offsets: Int32Array;
  /** Rising within a combination. */
  readonly codes: Int32Array;
  /** Rows. */
  readonly counts: Float64Array;
}
