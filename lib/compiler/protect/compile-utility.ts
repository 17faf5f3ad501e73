import { join, literal, name, type Sql, sql } from "#lib/sql";
import { publicationOf } from "../anonymize/published-column.ts";
import type { ColumnPlan, TablePlan } from "../plan/module-plan.ts";
import { rowSample, sampledCleansed, sampledPublished } from "./compile-sample.ts";

/** Columns that a rule changes and that are no keys; pseudonyms of keys say nothing but their number. */
export const changedColumns = (table: TablePlan): readonly ColumnPlan[] =>
  table.columns.filter((column) => {
    const publication = publicationOf(column);
    return column.key === undefined && publication.how === "rule" && publication.rule.id !== "keep";
  });

/** The squares of larger numbers leave the range of a double, where the engine would fail. */
const largest = 1e100;
const measured = new Set(["integer", "decimal", "float", "date", "timestamp", "timestamp(tz)"]);

/** A number to measure differences in: numbers as they are, moments in days. */
function asNumber(value: Sql, type: string): Sql {
  if (!["date", "timestamp", "timestamp(tz)"].includes(type)) return sql`${value}::double`;
  return sql`epoch(${value}::timestamp) / 86400`;
}

/**
 * One row: `rows` compared; per column `b<i>` and `a<i>`, the entropy in bits of cleansed and of published values, and where both
 * are numbers or moments `n<i>`, the pairs, and `e<i>`, their mean absolute difference in standard deviations of the cleansed ones.
 */
export function selectUtility(table: TablePlan, columns: readonly ColumnPlan[]): Sql {
  const from = rowSample(table.name);
  const entropy = (value: Sql): Sql =>
    sql`(select coalesce(-sum(p * log2(p)), 0) from (select count(*) / sum(count(*)) over () as p from ${from} group by ${value}))`;
  const parts = columns.flatMap((column, at) => {
    const publication = publicationOf(column);
    const type = publication.how === "none" ? "" : publication.type.name;
    const [own, out] = [sampledCleansed(table, column.name), sampledPublished(table, column.name)];
    const made = [sql`${entropy(own)} as ${name(`b${at}`)}`, sql`${entropy(out)} as ${name(`a${at}`)}`];
    if (!measured.has(column.type.name) || !measured.has(type)) return made;
    const [x, y] = [asNumber(own, column.type.name), asNumber(out, type)];
    const both = sql`abs(${x}) < ${literal(largest)} and abs(${y}) < ${literal(largest)}`;
    return [
      ...made,
      sql`count_if(${both}) as ${name(`n${at}`)}`,
      sql`avg(abs(${y} - ${x})) filter (${both}) / nullif(stddev_pop(${x}) filter (${both}), 0) as ${name(`e${at}`)}`,
    ];
  });
  return sql`select ${join([sql`count(*) as "rows"`, ...parts])} from ${from}`;
}
