import { name, type Sql, sql } from "#lib/sql";
import { anonymized, surviving } from "../names.ts";
import type { ColumnPlan, TablePlan } from "../plan/module-plan.ts";
import { publishedColumns } from "./published-column.ts";

/** Columns whose rule says of itself that different values stay different, without being able to prove it. */
export const declaredUnique = (table: TablePlan): readonly ColumnPlan[] =>
  publishedColumns(table).flatMap(({ column, publication }) =>
    publication.how === "rule" && publication.rule.declaresUnique?.(publication.params) ? [column] : [],
  );

/** How many values the rule made one of another, among the rows that it could handle. */
export const compileCollisions = (table: TablePlan, column: ColumnPlan): Sql =>
  sql`select count(distinct s.${name(column.name)}) - count(distinct a.${name(column.name)})
    from ${surviving(table.name)} s join ${anonymized(table.name)} a on s."__row" = a."__row"
    where a.${name(column.name)} is not null`;
