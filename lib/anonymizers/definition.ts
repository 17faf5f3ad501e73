import type { z } from "zod";
import type { ColumnScript, ColumnType, ColumnTypeName } from "#lib/contracts";
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
  /** Place of the value among the column's distinct ones, 0, 1, 2 … in keyed order, where `capacity` is limited. */
  readonly rank?: Sql;
  /** A hierarchy of the module by name: the label of the value at a level; null where the value is not covered. */
  readonly hierarchy?: (name: string) => ((level: number) => Sql) | undefined;
  /** One value over the column's surviving rows, such as a quantile; absent where there are none to look at. */
  readonly overRows?: (aggregate: (value: Sql) => Sql) => Sql;
  /** The keyed functions that another rule would get in this place (conditional). */
  readonly keyedFor?: (rule: string) => Keyed;
  /** Another cleansed column of the row (gender agreement). */
  column(name: string): Sql;
}

/** What a map form gets once per column, on a thread of its own. */
export interface MapContext<P> {
  readonly params: P;
  readonly type: ColumnType;
  /** 32 bytes of the column's linkage domain for this rule. */
  readonly key: Uint8Array;
}

/** Canonical text in, published text out; null where the rule cannot handle it, so that the row goes to quarantine. */
export type MapValue = (text: string) => string | null;

/** For what SQL cannot do: distinct values in, values out, on the engine's threads. */
export interface MapForm<P = unknown> {
  /** Which uses need it, where a rule has both forms. */
  readonly when?: Fn<[params: P, type: ColumnType], boolean>;
  /** Whether separators and case stay as they are written, so that the value is not put into its domain's form before. */
  readonly keepsSpelling?: boolean;
  readonly open: Fn<[context: MapContext<P>], Promise<MapValue>>;
  /** The way back of a reversible rule, for privileged re-identification. */
  readonly invert?: Fn<[context: MapContext<P>], Promise<MapValue>>;
}

export type Uniqueness = "lossy" | "not-guaranteed" | "preserved";

/** At most how many characters a published text has: as many as the value's own, or this number. */
export type LengthLimit = "as-input" | number;

export interface AnonymizerProperties<P> {
  readonly deterministic: boolean;
  /** Whether output depends on a key: such output is pseudonymised, never anonymous. Ask `isKeyed`. */
  readonly keyed: boolean | Fn<[params: P], boolean>;
  readonly reversible: boolean;
  /** Whether different values stay different; decides if a key may use the rule. */
  readonly unique: Uniqueness | Fn<[params: P], Uniqueness>;
  /** `kept`: null in, null out. `replaced`: null gets a value as well. */
  readonly nulls: "kept" | "replaced";
  /** Absent where nothing is promised. */
  readonly length?: LengthLimit | Fn<[params: P], LengthLimit | undefined>;
  /** Whether characters of the value itself stay readable: then no pseudonym of the same value may stand beside it. */
  readonly showsPart?: boolean | Fn<[params: P], boolean>;
  /** Whether output depends on other rows of the table: such a rule cannot stand inside another one or on a key. */
  readonly acrossRows?: boolean | Fn<[params: P], boolean>;
}

/** What checks promise of every value that a rule will see. */
export interface ValueBounds {
  readonly minimum?: string;
  readonly maximum?: string;
  readonly maximumLength?: number;
}

/** A rule with its parameters, as a document holds it. */
export interface InnerUse {
  readonly rule: string;
  readonly with?: Readonly<Record<string, unknown>> | undefined;
}

/** What a rule asks of its row beyond the value: its key, or the key of the person or thing it belongs to. */
export type RowNeed = "identity" | "entity";

export interface Anonymizer<Id extends string = string, P = unknown> {
  readonly kind: "anonymizer";
  readonly id: Id;
  readonly version: number;
  readonly accepts: readonly ColumnTypeName[];
  /** `same`, another type, or `none` where the column is not published at all (drop). */
  readonly returns: "same" | "none" | ColumnTypeName | Fn<[type: ColumnType, params: P], ColumnType>;
  readonly properties: AnonymizerProperties<P>;
  readonly needs?: readonly RowNeed[] | Fn<[params: P], readonly RowNeed[]>;
  /** The table of the entity, where the parameters name one; the column's own table otherwise. */
  readonly entity?: Fn<[params: P], string | undefined>;
  /** Names of other columns the parameters refer to, so that they can be checked. */
  readonly columnsUsed?: Fn<[params: P], readonly string[]>;
  /** Columns among them whose values can show in the output: their class must allow the rule too. */
  readonly columnsShown?: Fn<[params: P], readonly string[]>;
  /** The rules it applies, where it only chooses between them: policy asks each of them. */
  readonly appliedRules?: Fn<[params: P], readonly InnerUse[]>;
  /** Whether different values must stay different in the data: checked in each run, never trusted. */
  readonly declaresUnique?: Fn<[params: P], boolean>;
  /** The hierarchy and level the parameters refer to, so that they can be checked. */
  readonly hierarchyUsed?: Fn<[params: P], { readonly name: string; readonly level: number }>;
  /** Parameters that list values of the data: of a classed column they are kept encrypted and the document only refers to them. */
  readonly holdsValues?: readonly string[];
  /** Parameters whose texts may hold values of the data: never in what is published. */
  readonly privateParams?: readonly string[];
  readonly params: z.ZodType<P>;
  /** Why these parameters do not fit a column of this type; undefined where they do. */
  readonly problem?: Fn<[params: P, type: ColumnType], Text | undefined>;
  /** Why these parameters do not fit the table, whose columns have these datatypes. */
  readonly problemInTable?: Fn<
    [params: P, type: ColumnType, datatypes: ReadonlyMap<string, string>],
    Text | undefined
  >;
  /** Why no value that the column's checks let through can be handled: told before a run sends all rows to quarantine. */
  readonly problemWithin?: Fn<[params: P, type: ColumnType, bounds: ValueBounds], Text | undefined>;
  /** How many different values there can be, where each distinct one must get its own by `rank`. */
  readonly capacity?: Fn<[params: P], number | undefined>;
  /** SQL, or `map`. A present value that the rule cannot handle must become null: the row then goes to quarantine, never through. */
  readonly compile?: Readonly<Record<Dialect, Fn<[context: AnonymizeContext<P>], Sql>>>;
  readonly map?: MapForm<P>;
  /** Instead of both: a function of the user's, run in the sandbox; what it returns is cast to what the rule `returns`. */
  readonly script?: Fn<[params: P], ColumnScript>;
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
