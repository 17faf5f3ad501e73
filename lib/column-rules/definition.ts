import type { z } from "zod";
import type { ColumnScript, ColumnType, ColumnTypeName } from "#lib/contracts";
import type { Text } from "#lib/kernel";
import type { Dialect, Sql } from "#lib/sql";

/** What the reference page and the picker show of a rule. Examples are executed by the conformance tests. */
export interface RuleDocs {
  readonly title: Text;
  readonly summary: Text;
  readonly examples: readonly RuleExample[];
}

/**
 * Input and output as text (null is null); a fitted null strategy and a check of the whole column take several inputs with
 * commas between. `type` is the column's datatype, `string` unless said.
 */
export interface RuleExample {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly type?: string;
  readonly input: string | null;
  /** For a check: "violated" or "passes"; of the whole column, one of them for each value. */
  readonly output: string | null;
}

export interface CompileContext<P> {
  /** The value so far: text in the phases `text` and `parse`, of the column's type later. Null stays null. */
  readonly value: Sql;
  readonly type: ColumnType;
  readonly params: P;
  /** How many rows have the value, for strategies that are computed `overCounts`. */
  readonly rows?: Sql;
  /**
   * Names an expression over the value, so that it is computed once however often the result mentions it: inside `case`
   * the engine computes each mention. The expression itself where nothing can be named.
   */
  step?(expression: Sql): Sql;
}

/** Computes an expression once, where the context can; see {@link CompileContext.step}. */
export const once = (context: Pick<CompileContext<unknown>, "step">, expression: Sql): Sql =>
  context.step?.(expression) ?? expression;

/**
 * A function of a definition. Written as a method type so that a registry's array can be looked up as definitions of
 * unknown parameters: whoever calls it has parsed the parameters with the definition's own `params` before.
 */
type Fn<A extends readonly unknown[], R> = { call(...args: A): R }["call"];

type PerDialect<F> = Readonly<Record<Dialect, F>>;

interface RuleBase<Id extends string, P> {
  readonly id: Id;
  /** Part of the approval hash: raise it when the output for some input changes. */
  readonly version: number;
  /** Column types the rule may stand on. */
  readonly accepts: readonly ColumnTypeName[];
  /** Strict object. Fields carry `.meta({label: Text, help?: Text})` for the form. */
  readonly params: z.ZodType<P>;
  /** Parameters that list values of the data: of a classed column they are kept encrypted and the document only refers to them. */
  readonly holdsValues?: readonly string[];
  /** Why these parameters do not fit a column of this type; undefined where they do. */
  readonly problem?: Fn<[params: P, type: ColumnType], Text | undefined>;
  readonly docs: RuleDocs;
}

/**
 * A normalizer changes the form of a value. `text` runs on text before null tokens, `parse` turns text into the canonical
 * text of the column's type (null where it cannot: that is a cast failure), `value` runs on the typed value.
 */
export interface Normalizer<Id extends string = string, P = unknown> extends RuleBase<Id, P> {
  readonly kind: "normalizer";
  readonly phase: "text" | "parse" | "value";
  /** Instead of `compile`: a function of the user's, run in the sandbox; what it returns passes the column's cast. */
  readonly script?: Fn<[params: P], ColumnScript>;
  /** What `compile` yields. A `parse` rule may yield a typed value where that is faster than text; see `returnsOf`. */
  readonly returns: "text" | ColumnTypeName | Fn<[type: ColumnType, params: P], "text" | ColumnTypeName>;
  readonly compile?: PerDialect<Fn<[context: CompileContext<P>], Sql>>;
}

/** What a strategy sees of a row's place among the others. */
export interface OrderedContext<P> extends CompileContext<P> {
  /** An expression's value in the nearest row before or after this one where the column has a value; null where there is none. */
  before(expression: Sql): Sql;
  after(expression: Sql): Sql;
  /** Where the row stands: a whole number made of the first column of the order, for `measured` strategies. */
  readonly position: Sql;
}

/** What fills a row: `parts` are computed over all rows under the given names, `value` of them, where the column is null. */
export interface OrderedFill {
  readonly parts: Readonly<Record<string, Sql>>;
  readonly value: Sql;
}

/**
 * What happens to nulls. `policy` is handled by the pipeline, `row` fills from parameters; `fitted` (one value a table or
 * group) and `ordered` (by the neighbours) fill from the surviving rows. Their parameters may have `by` and `order`.
 */
export type NullStrategy<Id extends string = string, P = unknown> = RuleBase<Id, P> & {
  readonly kind: "null-strategy";
} & (
    | { readonly fill: "policy"; readonly policy: "keep" | "reject" }
    | {
        readonly fill: "row";
        readonly compile: PerDialect<Fn<[context: Omit<CompileContext<P>, "value">], Sql>>;
      }
    | {
        readonly fill: "fitted";
        /**
         * Computed over distinct values and `rows`, how many rows have each: an aggregate over rows would hold every
         * distinct value in memory.
         */
        readonly overCounts?: true;
        /**
         * For a strategy that takes one of the values in their order: which, from 1, of how many. `compile` then makes the fill
         * of this one value; it is found without all of them in memory.
         */
        readonly place?: PerDialect<Fn<[count: Sql], Sql>>;
        /** An aggregate over the surviving non-null values, exact and of the column's type; ties to the smallest. */
        readonly compile: PerDialect<Fn<[context: CompileContext<P>], Sql>>;
      }
    | {
        readonly fill: "ordered";
        /** Distances count: the order is one column of dates, timestamps or integers. */
        readonly measured?: true;
        readonly compile: PerDialect<Fn<[context: OrderedContext<P>], OrderedFill>>;
      }
  );

/**
 * Bounds, both included, a regular expression for the whole value that XPath reads as RE2 does, a list of texts, and the
 * most characters.
 */
export interface Constraint {
  readonly minimum?: string;
  readonly maximum?: string;
  readonly pattern?: string;
  readonly allowedValues?: readonly string[];
  readonly maximumLength?: number;
}

/** A check says when a present value violates. `table` checks (unique) are evaluated by the pipeline over the surviving rows. */
export type Check<Id extends string = string, P = unknown> = RuleBase<Id, P> & { readonly kind: "check" } & (
    | {
        readonly scope: "row";
        /** True where a present value violates; never null for a present value. */
        readonly violated: PerDialect<Fn<[context: CompileContext<P>], Sql>>;
        /** The nearest allowed value; absent where clamping makes no sense. */
        readonly clamp?: PerDialect<Fn<[context: CompileContext<P>], Sql>>;
        /** What every value that passes fulfils, in words that metadata has; absent or empty where there are none. */
        readonly constraint?: Fn<[params: P, type: ColumnType], Constraint>;
      }
    | { readonly scope: "table"; readonly property: "unique" }
  );

/** A normalizer in SQL; one of a user's own function has {@link defineScriptNormalizer}. */
export const defineNormalizer = <const Id extends string, P>(
  d: Omit<Normalizer<Id, P>, "kind" | "script"> & Required<Pick<Normalizer<Id, P>, "compile">>,
): Normalizer<Id, P> & Required<Pick<Normalizer<Id, P>, "compile">> => ({ kind: "normalizer", ...d });
export const defineScriptNormalizer = <const Id extends string, P>(
  d: Omit<Normalizer<Id, P>, "kind" | "compile"> & Required<Pick<Normalizer<Id, P>, "script">>,
): Normalizer<Id, P> => ({ kind: "normalizer", ...d });
export const defineNullStrategy = <const Id extends string, P>(d: NullStrategy<Id, P>): NullStrategy<Id, P> =>
  d;
export const defineCheck = <const Id extends string, P>(d: Check<Id, P>): Check<Id, P> => d;

/** What a normalizer yields for a column, with its function form resolved. */
export const returnsOf = <P>(
  normalizer: Pick<Normalizer<string, P>, "returns">,
  type: ColumnType,
  params: P,
): "text" | ColumnTypeName =>
  typeof normalizer.returns === "function" ? normalizer.returns(type, params) : normalizer.returns;
