import type { ColumnType } from "#lib/contracts";
import { join, literal, name, type Sql, sql } from "#lib/sql";
import type { ColumnPlan } from "../plan/module-plan.ts";

/** A lone column with what tells it from others of its stack. */
export interface StackedColumn {
  readonly k: number;
  readonly column: ColumnPlan;
  /** The type of what it reads. */
  readonly staged: ColumnType;
}

/** Named columns of a relation on top of each other: `k`, `__row` and the value under `as`. */
export function stackColumns(
  columns: readonly { readonly k: number; readonly value: Sql }[],
  from: Sql,
  row: Sql,
  as = "v",
): Sql {
  const [only] = columns;
  if (columns.length === 1 && only)
    return sql`select ${literal(only.k)}::integer as k, ${row} as "__row", ${only.value} as ${name(as)} from ${from}`;
  const numbers = join(columns.map(({ k }) => literal(k)));
  const values = join(columns.map(({ value }) => value));
  return sql`select unnest([${numbers}])::integer as k, ${row} as "__row", unnest([${values}]) as ${name(as)} from ${from}`;
}
