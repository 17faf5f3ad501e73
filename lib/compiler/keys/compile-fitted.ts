import { duckdbType, findNullStrategy, groupingOf } from "#lib/column-rules";
import type { ColumnType } from "#lib/contracts";
import { and, join, name, type Sql, sql, unsafeText } from "#lib/sql";
import { parameters } from "../cleanse/compile-column.ts";
import { fittedRows } from "../names.ts";
import type { ColumnPlan, TablePlan } from "../plan/module-plan.ts";
import { placed, placedByGroup, placedValue } from "./compile-placed.ts";
import { remaining } from "./compile-primary-key.ts";

/** A group with fewer values than this takes what the whole table says: a fitted value must not tell of a few rows. */
const smallestGroup = 10;

/** Whether a column's nulls are filled from the surviving rows. */
export const isFitted = (column: ColumnPlan): boolean => {
  const fill = findNullStrategy(column.nulls.use.rule)?.fill;
  return fill === "fitted" || fill === "ordered";
};

const typed = (value: Sql, type: ColumnType): Sql => sql`cast(${value} as ${unsafeText(duckdbType(type))})`;

const typeOf = (table: TablePlan, column: string): ColumnType =>
  table.columns.find((candidate) => candidate.name === column)?.type ?? { name: "string" };

/** Rows of the table with what fills them: `__row`, `v`; null where there is nothing to fill them with. */
export function createFittedRows(table: TablePlan, column: ColumnPlan): Sql {
  const definition = findNullStrategy(column.nulls.use.rule);
  if (definition?.fill !== "fitted" && definition?.fill !== "ordered")
    throw new TypeError("only fitted strategies are fitted");
  const params = parameters(definition, column.nulls.use);
  const { by, order } = groupingOf(params);
  const rows = remaining(table.name);
  const value = name(column.name);
  if (definition.fill === "fitted") {
    const counts = definition.overCounts ? sql`"__rows"` : undefined;
    const fit = definition.compile.duckdb({
      value: definition.place ? placed : value,
      type: column.type,
      params,
      ...(counts ? { rows: counts } : {}),
    });
    const filled = typed(fit, column.type);
    const place = definition.place?.duckdb;
    const fits = place ? placedFits(rows, value, place, filled) : aggregatedFits(rows, value, filled, counts);
    return create(table, column, fittedQuery(rows, value, by, fits));
  }
  const fill = (groups: readonly string[]): Sql => {
    const ordering = orderOf(table, order);
    const partition =
      groups.length === 0 ? sql`` : sql`partition by ${join(groups.map((group) => name(group)))} `;
    const near = (fn: "first" | "last", frame: string) => (expression: Sql) =>
      sql`${unsafeText(`${fn}_value`)}(case when ${value} is not null then ${expression} end ignore nulls)
        over (${partition}order by ${ordering} rows between ${unsafeText(frame)})`;
    const { parts, value: filled } = definition.compile.duckdb({
      value,
      type: column.type,
      params,
      before: near("last", "unbounded preceding and 1 preceding"),
      after: near("first", "1 following and unbounded following"),
      position: positionOf(order[0] ?? "", typeOf(table, order[0] ?? "")),
    });
    const computed = Object.entries(parts).map(([part, from]) => sql`, ${from} as ${name(part)}`);
    const values = groups.length === 0 ? sql`` : sql`, count(${value}) over (${partition}) as "__n"`;
    return sql`select "__row", ${typed(filled, column.type)} as "v"${groups.length === 0 ? sql`` : sql`, "__n"`}
      from (select *${join(computed, unsafeText(""))}${values} from (${rows})) where ${value} is null`;
  };
  const query =
    by.length === 0
      ? fill([])
      : sql`select g."__row", case when g."__n" >= ${smallestGroup} then g."v" else w."v" end as "v"
          from (${fill(by)}) g join (${fill([])}) w on w."__row" = g."__row"`;
  return create(table, column, query);
}

const create = (table: TablePlan, column: ColumnPlan, query: Sql): Sql =>
  sql`create or replace table ${fittedRows(table.name, column.name)} as ${query}`;

/** What fills: `v` of one row for the whole table; and `v` and `__n`, how many values it is of, beside the columns of each group. */
interface Fits {
  readonly whole: Sql;
  readonly grouped: (groups: Sql, by: readonly string[]) => Sql;
}

/** Computed over the rows, or over each distinct value once with `counts` of its rows. */
function aggregatedFits(rows: Sql, value: Sql, fit: Sql, counts: Sql | undefined): Fits {
  const over = (grouping: Sql): Sql =>
    counts
      ? sql`(select ${grouping}${value}, count(*) as ${counts} from (${rows}) where ${value} is not null group by all)`
      : sql`(${rows})`;
  const size = counts ? sql`sum(${counts})` : sql`count(${value})`;
  return {
    whole: sql`(select ${fit} as "v" from ${over(sql``)})`,
    grouped: (groups) =>
      sql`(select ${groups}, ${fit} as "v", ${size} as "__n" from ${over(sql`${groups}, `)} group by ${groups})`,
  };
}

/** One of the values in their order. */
const placedFits = (rows: Sql, value: Sql, place: (count: Sql) => Sql, fit: Sql): Fits => ({
  whole: sql`(select ${fit} as "v" from ${placedValue(rows, value, place)})`,
  grouped: (groups, by) =>
    sql`(select ${groups}, ${fit} as "v", "__n" from ${placedByGroup(rows, value, by, place)})`,
});

/** One value for all rows, or one for each group with enough values. */
function fittedQuery(rows: Sql, value: Sql, by: readonly string[], { whole, grouped }: Fits): Sql {
  if (by.length === 0)
    return sql`select s."__row", w."v" from (${rows}) s, ${whole} w where s.${value} is null`;
  const same = and(by.map((group) => sql`s.${name(group)} is not distinct from g.${name(group)}`));
  const groups = join(by.map((group) => name(group)));
  return sql`select s."__row", case when g."__n" >= ${smallestGroup} then g."v" else w."v" end as "v"
    from (${rows}) s left join ${grouped(groups, by)} g on ${same}, ${whole} w where s.${value} is null`;
}

/** The document's order; ties are broken by the row's content, so that rows which differ never change places. */
function orderOf(table: TablePlan, order: readonly string[]): Sql {
  const content = join(
    table.columns.map((column, index) => sql`${unsafeText(`c${index}`)} := ${name(column.name)}::varchar`),
  );
  return join([
    ...order.map((column) => sql`${name(column)} asc nulls last`),
    sql`md5(to_json(struct_pack(${content}))::varchar)`,
  ]);
}

/** A place on a line of whole numbers: days, microseconds, or the number itself. */
function positionOf(column: string, type: ColumnType): Sql {
  if (type.name === "date") return sql`cast(${name(column)} - date '1970-01-01' as hugeint)`;
  if (type.name === "timestamp" || type.name === "timestamp(tz)")
    return sql`cast(epoch_us(${name(column)}) as hugeint)`;
  return type.name === "integer" ? sql`cast(${name(column)} as hugeint)` : sql`cast(null as hugeint)`;
}
