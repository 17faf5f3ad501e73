import type { z } from "zod";
import type { ColumnType, QualityReport } from "#lib/contracts";
import type { Text } from "#lib/kernel";
import type { Dialect, Sql } from "#lib/sql";
import type { GateExample, RowsExample, TableCheckDocs, WholeTableExample } from "./examples.ts";

type Fn<A extends readonly unknown[], R> = { call(...args: A): R }["call"];
type PerDialect<F> = Readonly<Record<Dialect, F>>;

/** What a check of a table knows of it. */
export interface TableCheckContext<P> {
  readonly params: P;
  /** A column of the row at hand, cleansed. */
  column(name: string): Sql;
  /** The recorded start of the run, as a timestamp with zone: never the clock of the engine, so that a retry decides alike. */
  readonly startedAt: Sql;
}

/** A published table's figures in two versions. */
export type TableFigures = QualityReport["tables"][number];

/** What a gate found. `figure` is absent where nothing can be measured; a reader of a classed column's gate never sees it. */
export type GateFinding =
  | { readonly outcome: "passed" | "violated"; readonly figure?: number }
  | { readonly outcome: "not-comparable" };

interface TableCheckBase<Id extends string, P> {
  readonly kind: "table-check";
  readonly id: Id;
  /** Part of the approval hash: raise it when the outcome for some table changes. */
  readonly version: number;
  readonly params: z.ZodType<P>;
  /** Columns of the table that the check reads. */
  readonly columnsUsed: Fn<[params: P], readonly string[]>;
  /** Why the parameters do not fit the table's columns, given their datatypes as written; undefined where they do. */
  readonly columnsProblem?: Fn<[params: P, datatypes: ReadonlyMap<string, string>], Text | undefined>;
}

/** The other table of a reference, and its columns in the order of `columnsUsed`. */
export interface ReferenceTarget {
  readonly table: string;
  readonly columns: readonly string[];
}

/**
 * A check of rows against each other or of the table as a whole. `row` looks at several columns of one row, `unique` and
 * `reference` at other rows: they reject, warn or fail. `aggregate` judges the table, `gate` compares what is about to be
 * published with the version before: they warn or fail.
 */
export type TableCheck<Id extends string = string, P = unknown> = TableCheckBase<Id, P> &
  (
    | {
        readonly scope: "row";
        /** True where a row violates; null and false where it does not. */
        readonly violated: PerDialect<Fn<[context: TableCheckContext<P>], Sql>>;
        readonly docs: TableCheckDocs<RowsExample>;
      }
    | { readonly scope: "unique"; readonly docs: TableCheckDocs<RowsExample> }
    | {
        readonly scope: "reference";
        readonly target: Fn<[params: P], ReferenceTarget>;
        readonly docs: TableCheckDocs<RowsExample>;
      }
    | {
        readonly scope: "aggregate";
        /** An aggregate over the surviving rows: true where the table violates; null means that it does. */
        readonly violated: PerDialect<Fn<[context: TableCheckContext<P>], Sql>>;
        readonly docs: TableCheckDocs<WholeTableExample>;
      }
    | {
        readonly scope: "gate";
        readonly compare: Fn<[params: P, before: TableFigures, now: TableFigures], GateFinding>;
        readonly docs: TableCheckDocs<GateExample>;
      }
  );

export const defineTableCheck = <const Id extends string, P>(d: TableCheck<Id, P>): TableCheck<Id, P> => d;

/** What a table check may do about a violation. */
export const policiesOf = ({ scope }: Pick<TableCheck, "scope">): readonly string[] =>
  scope === "aggregate" || scope === "gate" ? ["warn", "fail"] : ["reject", "warn", "fail"];

/** Types that a check of a time can stand on, by their datatype as written. */
export const isOf = (datatype: string | undefined, names: readonly ColumnType["name"][]): boolean =>
  datatype !== undefined && names.some((name) => datatype === name);
