import { join, name, type Sql, sql, unsafeText } from "#lib/sql";
import { publishedColumns } from "../anonymize/published-column.ts";
import { published } from "../names.ts";
import type { TablePlan } from "../plan/module-plan.ts";

const numeric = new Set(["integer", "decimal", "float"]);
const ordered = new Set([...numeric, "date", "timestamp", "timestamp(tz)"]);

/** Whether extremes and quantiles of a column may be told: only of insensitive, ordered columns. */
export const tellsExtremes = (
  column: { privacyClass?: string; key?: unknown },
  type: { name: string },
): boolean => column.privacyClass === "insensitive" && ordered.has(type.name) && column.key === undefined;

/** One row: `rows`, and per published column `p<i>` present values, `d<i>` distinct ones (approximate), `a<i>`, `z<i>`, `m<i>`. */
export function compileStatistics(table: TablePlan): Sql {
  const parts = publishedColumns(table).flatMap(({ column, publication }, index) => {
    const value = name(column.name);
    const extremes = tellsExtremes(column, publication.type)
      ? [
          sql`min(${value})::varchar as ${name(`a${index}`)}`,
          sql`max(${value})::varchar as ${name(`z${index}`)}`,
          ...(numeric.has(publication.type.name)
            ? [sql`avg(${value})::double::varchar as ${name(`m${index}`)}`]
            : []),
        ]
      : [];
    return [
      sql`count(${value}) as ${name(`p${index}`)}`,
      sql`approx_count_distinct(${value}) as ${name(`d${index}`)}`,
      ...extremes,
    ];
  });
  return sql`select ${join([sql`count(*) as "rows"`, ...parts])} from ${published(table.name)}`;
}

/** `label`, `rows`: the most frequent published values of a column, none rarer than `least`. */
export function compileCategories(table: TablePlan, column: string, least: number, most: number): Sql {
  return sql`select ${name(column)}::varchar as "label", count(*) as "rows" from ${published(table.name)}
    where ${name(column)} is not null group by 1 having count(*) >= ${least} order by 2 desc, 1 limit ${most}`;
}

/** `bin`, `rows`: equal-width bins between the extremes of an insensitive column; dates are counted by their epoch. */
export function compileBins(table: TablePlan, column: string, type: string, bins: number): Sql {
  const value = numeric.has(type) ? sql`${name(column)}::double` : sql`epoch(${name(column)}::timestamp)`;
  return sql`with bounds as (select min(${value}) as low, max(${value}) as high from ${published(table.name)})
    select least(floor((${value} - low) / nullif(high - low, 0) * ${bins}), ${bins - 1})::integer as "bin", low, high, count(*) as "rows"
    from ${published(table.name)}, bounds where ${name(column)} is not null and isfinite(${value}) group by all order by 1`;
}

/** Values a quantile is computed from: at most this many rows, chosen by a hash of the row so that the choice repeats. */
export const quantileSample = 100_000;

/** `v` = list of quantiles, as text, of a sample of an insensitive column. */
export function compileQuantiles(
  table: TablePlan,
  column: string,
  rows: number,
  quantiles: readonly number[],
): Sql {
  const key = table.primaryKey?.columns.length
    ? join(table.primaryKey.columns.map((c) => name(c)))
    : name(column);
  const share = Math.max(1, Math.ceil(rows / quantileSample));
  const sample = share === 1 ? sql`` : sql` where hash(${key}) % ${share} = 0`;
  const list = unsafeText(`[${quantiles.join(", ")}]`);
  return sql`select unnest(list_transform(quantile_disc(${name(column)}, ${list}), lambda x: x::varchar)) as "v" from ${published(table.name)}${sample}`;
}
