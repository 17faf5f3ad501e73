import { uniquenessOf } from "#lib/anonymizers";
import { join, name, type Sql, sql, unsafeText } from "#lib/sql";
import { type Publication, publishedColumns } from "../anonymize/published-column.ts";
import { published } from "../names.ts";
import type { ModulePlan, TablePlan } from "../plan/module-plan.ts";
import { groups } from "../protect/compile-classes.ts";
import { ownQuasiIdentifiers } from "../protect/compile-risk.ts";

const numeric = new Set(["integer", "decimal", "float"]);
const ordered = new Set([...numeric, "date", "timestamp", "timestamp(tz)"]);

/** Whether extremes and quantiles of a column may be told: only of insensitive, ordered columns. */
export const tellsExtremes = (
  column: { privacyClass?: string; key?: unknown },
  type: { name: string },
): boolean => column.privacyClass === "insensitive" && ordered.has(type.name) && column.key === undefined;

/** A quasi-identifier of the table itself as its counted classes name it: they are far fewer than its rows. */
function classColumn(plan: ModulePlan, table: TablePlan, column: string): Sql | undefined {
  const own = ownQuasiIdentifiers(plan, table).find((quasi) => quasi.column === column);
  return own && name(`q${own.at}`);
}

/** Whether no two rows share a published value: a key, by a rule that keeps keys apart. */
const isUnique = (table: TablePlan, column: string, publication: Publication): boolean =>
  table.primaryKey?.columns.length === 1 &&
  table.primaryKey.columns[0] === column &&
  (publication.how === "surrogate" ||
    (publication.how === "rule" && uniquenessOf(publication.rule, publication.params) === "preserved"));

/**
 * One row: `rows`, and per published column `p<i>` present values, `d<i>` distinct ones (approximate where nothing has counted
 * them yet), `a<i>`, `z<i>`, `m<i>`. Asked for while the table's classes stand as they are published.
 */
export function compileStatistics(plan: ModulePlan, table: TablePlan): Sql {
  const parts = publishedColumns(table).flatMap(({ column, publication }, index) => {
    const value = name(column.name);
    const inClass = classColumn(plan, table, column.name);
    const distinct = inClass
      ? sql`(select count(distinct ${inClass}) from ${groups(table.name)} where rows > 0)`
      : isUnique(table, column.name, publication)
        ? sql`count(${value})`
        : sql`approx_count_distinct(${value})`;
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
      sql`${distinct} as ${name(`d${index}`)}`,
      ...extremes,
    ];
  });
  return sql`select ${join([sql`count(*) as "rows"`, ...parts])} from ${published(table.name)}`;
}

/** `label`, `rows`: the most frequent published values of a column, none rarer than `least`. */
export function compileCategories(
  plan: ModulePlan,
  table: TablePlan,
  column: string,
  limits: { readonly least: number; readonly most: number },
): Sql {
  const inClass = classColumn(plan, table, column);
  const counted = inClass
    ? sql`select ${inClass} as v, rows as n from ${groups(table.name)} where rows > 0`
    : sql`select ${name(column)} as v, 1 as n from ${published(table.name)}`;
  return sql`select v::varchar as "label", sum(n)::bigint as "rows" from (${counted})
    where v is not null group by 1 having sum(n) >= ${limits.least} order by 2 desc, 1 limit ${limits.most}`;
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
