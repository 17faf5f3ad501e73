import type { z } from "zod";
import type { ColumnType, ColumnTypeName } from "#lib/contracts";
import type { Text } from "#lib/kernel";
import type { Dialect, Sql } from "#lib/sql";

/** A method type, so that the registry's array can be looked up as definitions of unknown parameters. */
type Fn<A extends readonly unknown[], R> = { call(...args: A): R }["call"];

export interface HierarchyContext<P> {
  /** A present value, typed. */
  readonly value: Sql;
  readonly type: ColumnType;
  /** Its canonical text. */
  readonly canonical: Sql;
  /** 1 … levels − 1; level 0 is the value itself. */
  readonly level: number;
  readonly params: P;
}

/** The top of every built hierarchy: nothing is told. */
export const topLabel = "*";

/**
 * How values become coarser, level by level. Level 0 is the value itself; each level's classes are unions of the classes of
 * the level below, which makes generalization monotone (Samarati, 2001).
 */
export interface Hierarchy<Id extends string = string, P = unknown> {
  readonly kind: "hierarchy";
  readonly id: Id;
  readonly version: number;
  readonly accepts: readonly ColumnTypeName[];
  readonly params: z.ZodType<P>;
  /** Parameters that list values of the data: of a classed column they are kept encrypted and the document only refers to them. */
  readonly holdsValues?: readonly string[];
  /** Why these parameters do not fit a column of this type; undefined where they do. */
  readonly problem?: Fn<[params: P, type: ColumnType], Text | undefined>;
  /** Number of levels, the values themselves included. */
  readonly levels: Fn<[params: P], number>;
  /** The label of a value at a level; null for a value that is not covered: its row goes to quarantine. */
  readonly compile: Readonly<Record<Dialect, Fn<[context: HierarchyContext<P>], Sql>>>;
  /**
   * The label of a written value, as `compile` gives it: for a drawing of a few values where no engine is at hand. Null for
   * a value that is not covered.
   */
  readonly label: Fn<[params: P, value: string, level: number], string | null>;
  /** Every covered value with its labels, level 0 first, where the values are listed: what shares of labels are counted on. */
  readonly rows?: Fn<[params: P], readonly (readonly string[])[]>;
  readonly docs: {
    readonly title: Text;
    readonly summary: Text;
    /** Executed: the labels of `input` at the levels 1 … top; null where it is not covered. */
    readonly examples: readonly {
      readonly params: Readonly<Record<string, unknown>>;
      readonly type?: string;
      readonly input: string;
      readonly labels: readonly (string | null)[];
    }[];
  };
}

export const defineHierarchy = <const Id extends string, P>(
  d: Omit<Hierarchy<Id, P>, "kind">,
): Hierarchy<Id, P> => ({ kind: "hierarchy", ...d });
