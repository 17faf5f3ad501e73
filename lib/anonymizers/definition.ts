import type { z } from "zod";
import type { ColumnType, ColumnTypeName } from "#lib/contracts";
import type { Text } from "#lib/kernel";
import type { Dialect, Sql } from "#lib/sql";

/**
 * A function of a definition. Written as a method type so that a registry's array can be looked up as definitions of
 * unknown parameters: whoever calls it has parsed the parameters with the definition's own `params` before.
 */
type Fn<A extends readonly unknown[], R> = { call(...args: A): R }["call"];

/**
 * Keyed functions of one linkage domain. Neither exposes its key; both are deterministic.
 * Published output must be made of `hmac`; what only steers a choice may use the cheaper `pick`.
 */
export interface Keyed {
  /** HMAC-SHA-256 (RFC 2104) of a text, as 64 lower-case hexadecimal digits. */
  hmac(text: Sql): Sql;
  /** A uniform UBIGINT by one-step key derivation (NIST SP 800-56C). Independent for each `use`. */
  pick(text: Sql, use: string): Sql;
}

export interface AnonymizeContext<P> {
  /** The cleansed value, typed. Null stays null unless `properties.nulls` says otherwise. */
  readonly value: Sql;
  readonly type: ColumnType;
  /** The canonical text of the value in its linkage domain: what keyed functions take, so that equal keys are equal. */
  readonly canonical: Sql;
  readonly params: P;
  readonly keyed: Keyed;
  /** `table.column`, so that two columns of one linkage domain get different noise. */
  readonly path?: string;
  /** Canonical source key of the row, where `needs` asks for it (noise). */
  readonly identity?: Sql;
  /** Canonical key of the person or thing the row belongs to, where `needs` asks for it (date-shift). */
  readonly entity?: Sql;
  /** Another cleansed column of the row (gender agreement). */
  column(name: string): Sql;
}

export type Uniqueness = "lossy" | "not-guaranteed" | "preserved";

export interface AnonymizerProperties<P> {
  readonly deterministic: boolean;
  /** Whether output depends on a key: such output is pseudonymised, never anonymous. */
  readonly keyed: boolean;
  readonly reversible: boolean;
  /** Whether different values stay different; decides if a key may use the rule. */
  readonly unique: Uniqueness | Fn<[params: P], Uniqueness>;
  /** `kept`: null in, null out. `replaced`: null gets a value as well. */
  readonly nulls: "kept" | "replaced";
}

export interface Anonymizer<Id extends string = string, P = unknown> {
  readonly kind: "anonymizer";
  readonly id: Id;
  readonly version: number;
  readonly accepts: readonly ColumnTypeName[];
  /** `same`, another type, or `none` where the column is not published at all (drop). */
  readonly returns: "same" | "none" | ColumnTypeName | Fn<[type: ColumnType, params: P], ColumnType>;
  readonly properties: AnonymizerProperties<P>;
  readonly needs?: readonly ("identity" | "entity")[];
  /** Names of other columns the parameters refer to, so that they can be checked. */
  readonly columnsUsed?: Fn<[params: P], readonly string[]>;
  readonly params: z.ZodType<P>;
  /** Why these parameters do not fit a column of this type; undefined where they do. */
  readonly problem?: Fn<[params: P, type: ColumnType], Text | undefined>;
  /** A present value that the rule cannot handle must become null: the row then goes to quarantine, never through. */
  readonly compile: Readonly<Record<Dialect, Fn<[context: AnonymizeContext<P>], Sql>>>;
  /** Share of information lost, 0–1, where it does not depend on the data. */
  readonly loss?: Fn<[params: P, type: ColumnType], number>;
  readonly technique: { readonly dpv: string | null; readonly etlx: string; readonly label: Text };
  readonly docs: {
    readonly title: Text;
    readonly summary: Text;
    readonly risk: Text;
    /** Executed by the conformance tests under the test key; `output` absent where it is keyed and only properties are tested. */
    readonly examples: readonly {
      readonly params?: Readonly<Record<string, unknown>>;
      readonly type?: string;
      readonly input: string | null;
      readonly output?: string | null;
    }[];
  };
}

export const defineAnonymizer = <const Id extends string, P>(
  d: Omit<Anonymizer<Id, P>, "kind">,
): Anonymizer<Id, P> => ({
  kind: "anonymizer",
  ...d,
});

/**
 * How a key column is published. `surrogate` numbers the canonical keys by their keyed hash, local to the version;
 * every anonymizer that preserves uniqueness is a key strategy as well (`keep` and `pseudonymize` among them).
 */
export interface KeyStrategy<Id extends string = string, P = unknown> {
  readonly kind: "key-strategy";
  readonly id: Id;
  readonly version: number;
  readonly params: z.ZodType<P>;
  readonly returns: ColumnTypeName;
  readonly properties: AnonymizerProperties<P>;
  readonly technique: Anonymizer["technique"];
  readonly docs: Anonymizer["docs"];
}
