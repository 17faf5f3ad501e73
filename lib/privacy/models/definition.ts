import type { z } from "zod";
import type { Text } from "#lib/kernel";

/** A function of a definition, as a method type, so that definitions of unknown parameters fit in one list. */
type Fn<A extends readonly unknown[], R> = { call(...args: A): R }["call"];

/** How often a class has each sensitive value, in rows. Only the first `length` entries of the arrays mean something. */
export interface ClassValues {
  readonly length: number;
  /** Rising codes of the values that the class has. */
  readonly codes: Int32Array;
  readonly counts: Float64Array;
  /** Rows of the class. */
  readonly rows: number;
}

/** The sensitive values of the whole table. */
export interface TableValues {
  /** Rows by code. */
  readonly counts: Float64Array;
  readonly rows: number;
}

export interface CompiledModel {
  /** Fewest persons (or rows) of a class. */
  readonly smallest?: number;
  /** Fewest of the population with the class's values. */
  readonly population?: number;
  readonly values?: {
    readonly column: string;
    holds(of: ClassValues): boolean;
    /**
     * For a class where it does not hold: the fewest rows that must be suppressed of it at any more special levels.
     * Sound for pruning; 0 where nothing is known.
     */
    leastSuppressed(of: ClassValues): number;
  };
}

export interface PrivacyModel<Id extends string = string, P = unknown> {
  readonly kind: "privacy-model";
  readonly id: Id;
  readonly version: number;
  readonly params: z.ZodType<P>;
  /**
   * Whether every class that contains one where the model holds is sound as well (`supersets`), or only unions of such
   * classes are (`unions`). It decides what a search may leave out.
   */
  readonly closed: "supersets" | "unions";
  /** The sensitive column it looks at. */
  readonly column?: Fn<[params: P], string>;
  readonly needs?: "population";
  readonly compile: Fn<[params: P, table: TableValues | undefined], CompiledModel>;
  readonly docs: {
    readonly title: Text;
    readonly summary: Text;
    readonly risk: Text;
    /** Sensitive values of the rows of a class, and of the table where it matters; executed by the conformance tests. */
    readonly examples: readonly {
      readonly params: Readonly<Record<string, unknown>>;
      readonly class: readonly number[];
      readonly table?: readonly number[];
      readonly population?: number;
      readonly holds: boolean;
    }[];
  };
}

export const definePrivacyModel = <const Id extends string, P>(
  definition: Omit<PrivacyModel<Id, P>, "kind">,
): PrivacyModel<Id, P> => ({ kind: "privacy-model", ...definition });
