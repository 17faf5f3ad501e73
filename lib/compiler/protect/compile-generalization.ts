import { modelColumn } from "#lib/metadata";
import { and, join, literal, name, type Sql, sql, unsafeText } from "#lib/sql";
import { hierarchyLabel, hierarchyLevels, resolveHierarchy } from "../anonymize/hierarchy-rule.ts";
import { castText } from "../cast/strict-cast.ts";
import { anonymized } from "../names.ts";
import { tablePlan } from "../plan/foreign-key-path.ts";
import type { ColumnPlan, HierarchyPlan, ModulePlan, TablePlan } from "../plan/module-plan.ts";
import {
  classRows,
  columnKey,
  type DecidedLevels,
  populationClasses,
  type QuasiIdentifier,
  quasiIdentifiers,
} from "./compile-classes.ts";

/** A quasi-identifier of a table's classes, with the hierarchy whose level is still to be chosen. */
export interface SearchedColumn extends QuasiIdentifier {
  readonly plan: ColumnPlan;
  readonly hierarchy?: HierarchyPlan;
}

/** The quasi-identifiers of a table's classes; `decided` holds those whose level was chosen before. */
export function searchedColumns(
  plan: ModulePlan,
  table: TablePlan,
  decided: DecidedLevels,
): readonly SearchedColumn[] {
  return quasiIdentifiers(plan, table).map((quasi) => {
    const column = tablePlan(plan, quasi.table)?.columns.find(({ name: own }) => own === quasi.column);
    if (!column) throw new TypeError(`${quasi.table}.${quasi.column} is planned`);
    const { hierarchy } = column;
    const isOpen = hierarchy && hierarchy.level === undefined && !decided.has(columnKey(quasi));
    return { ...quasi, plan: column, ...(isOpen ? { hierarchy } : {}) };
  });
}

export const combinations = (table: string): Sql => name("work", `combinations ${table}`);
export const values = (table: string, index: number): Sql => name("work", `values ${index} ${table}`);
const quasi = (count: number): readonly Sql[] => Array.from({ length: count }, (_, at) => name(`q${at}`));
const asNumber = (value: Sql): Sql => sql`${value}::double`;

/** Rows (and the population) by combination, as texts of the engine; combinations that only the population has come with 0 rows. */
export function createCombinations(table: TablePlan, columns: readonly SearchedColumn[]): Sql {
  const keys = join(quasi(columns.length));
  const own = sql`select ${keys}, count(*) as rows, 0 as population from (${classRows(table.name)}) group by ${keys}`;
  const all =
    table.population === undefined
      ? own
      : sql`${own} union all select ${keys}, 0 as rows, c as population from ${populationClasses(table.name)}`;
  return sql`create or replace table ${combinations(table.name)} as
    select row_number() over (order by ${join(quasi(columns.length).map((key) => sql`${key} nulls first`))}) - 1 as id, * from (
      select ${keys}, sum(rows) as rows, sum(population) as population from (${all}) group by ${keys})`;
}

export const levelsOf = ({ hierarchy }: SearchedColumn): number =>
  hierarchy ? hierarchyLevels(hierarchy) : 1;

/** A published value read back as the type it was made of. */
const typed = ({ plan }: SearchedColumn, value: Sql): Sql => castText(value, plan.type);

/** The distinct values of one column, `code`d in their order, with a number per label and level: `l1`, `l2` … */
export function createValues(table: TablePlan, columns: readonly SearchedColumn[], index: number): Sql {
  const column = columns[index];
  if (!column) throw new RangeError("no such column");
  const { hierarchy } = column;
  const upper = Array.from({ length: levelsOf(column) - 1 }, (_, at) => at + 1);
  const labels = hierarchy
    ? upper.map(
        (level) =>
          sql`, ${hierarchyLabel(hierarchy, typed(column, name("value")), column.plan.type, level)} as ${name(`t${level}`)}`,
      )
    : [];
  const numbers = upper.map(
    (level) =>
      sql`, dense_rank() over (order by ${name(`t${level}`)} nulls first) - 1 as ${name(`l${level}`)}, ${name(`t${level}`)}`,
  );
  const order = hierarchy
    ? sql`${typed(column, name("value"))} nulls first, value nulls first`
    : sql`value nulls first`;
  return sql`create or replace table ${values(table.name, index)} as
    select row_number() over (order by ${order}) - 1 as code, value${join(numbers, unsafeText(""))} from (
      select value${join(labels, unsafeText(""))} from (select distinct ${name(`q${index}`)} as value from ${combinations(table.name)}))`;
}

/** By code: the number of its label at each level, level 0 first. */
export function selectLabels(table: TablePlan, column: SearchedColumn, index: number): Sql {
  const upper = Array.from({ length: levelsOf(column) - 1 }, (_, at) => asNumber(name(`l${at + 1}`)));
  return sql`select ${join([asNumber(name("code")), ...upper])} from ${values(table.name, index)} order by code`;
}

/**
 * By label of one level: its share of the hierarchy's rows where it lists its values, else of the distinct values there are.
 * Null has the share of one value.
 */
export function selectShares(table: TablePlan, column: SearchedColumn, index: number, level: number): Sql {
  const label = level === 0 ? name("code") : name(`l${level}`);
  const rows = listedRows(column);
  if (!rows)
    return sql`select (count(*) / sum(count(*)) over ())::double from ${values(table.name, index)} group by ${label} order by ${label}`;
  const one = literal(1 / rows.length);
  if (level === 0) return sql`select ${one}::double from ${values(table.name, index)} order by code`;
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(row[level] ?? "", (counts.get(row[level] ?? "") ?? 0) + 1);
  const listed = [...counts].map(([text, count]) => sql`(${text}, ${count / rows.length}::double)`);
  return sql`select coalesce(any_value(s.share), ${one})::double from ${values(table.name, index)} v
    left join (values ${join(listed)}) s(label, share) on s.label = v.${name(`t${level}`)} group by v.${label} order by v.${label}`;
}

function listedRows({ hierarchy }: SearchedColumn): readonly (readonly string[])[] | undefined {
  if (!hierarchy) return undefined;
  const { definition, params } = resolveHierarchy(hierarchy);
  return definition.rows?.(params);
}

/** By combination: rows, the population, and each column's code. */
export function selectCombinations(table: TablePlan, columns: readonly SearchedColumn[]): Sql {
  const joins = columns.map(
    (_, index) =>
      sql` join ${values(table.name, index)} ${name(`v${index}`)} on ${name("c", `q${index}`)} is not distinct from ${name(`v${index}`, "value")}`,
  );
  const codes = columns.map((_, index) => asNumber(name(`v${index}`, "code")));
  return sql`select ${join([asNumber(sql`c.rows`), asNumber(sql`c.population`), ...codes])}
    from ${combinations(table.name)} c${join(joins, unsafeText(""))} order by c.id`;
}

const sameCombination = (columns: readonly SearchedColumn[]): Sql =>
  and(quasi(columns.length).map((key) => sql`k.${key} is not distinct from c.${key}`));

/** Pairs of a combination and a person who has rows in it, both numbered from 0 and rising. */
export const selectMembers = (table: TablePlan, columns: readonly SearchedColumn[]): Sql =>
  sql`select c.id::double, (dense_rank() over (order by k.person) - 1)::double from (
      select distinct ${join(quasi(columns.length))}, person from (${classRows(table.name)})) k
    join ${combinations(table.name)} c on ${sameCombination(columns)} order by 1, 2`;

/** Combination, sensitive value (numbered in their order) and rows, rising. */
export function selectSensitive(table: TablePlan, columns: readonly SearchedColumn[], column: string): Sql {
  const sensitive = [...new Set(table.models.flatMap((model) => modelColumn(model) ?? []))];
  const value = name(`s${sensitive.indexOf(column)}`);
  return sql`select c.id::double, (dense_rank() over (order by k.value nulls first) - 1)::double, k.rows::double from (
      select ${join(quasi(columns.length))}, ${value} as value, count(*) as rows from (${classRows(table.name)})
      group by ${join([...quasi(columns.length), value])}) k
    join ${combinations(table.name)} c on ${sameCombination(columns)} order by 1, 2`;
}

/** Frees what only the search needed. */
export const dropCombinations = (table: TablePlan, columns: readonly SearchedColumn[]): readonly Sql[] => [
  ...columns.map((_, index) => sql`drop table if exists ${values(table.name, index)}`),
  sql`drop table if exists ${combinations(table.name)}`,
];

const ungeneralized = (table: string): Sql => name("anonymized", `before ${table}`);
const generalized = (table: string): Sql => name("anonymized", `generalized ${table}`);

/** Puts what a query makes of a table's published values in their place, and keeps those before for a retry. */
export const replaceValues = (table: string, made: Sql): readonly Sql[] => [
  sql`create or replace table ${generalized(table)} as ${made}`,
  sql`alter table ${anonymized(table)} rename to ${name(`before ${table}`)}`,
  sql`alter table ${generalized(table)} rename to ${name(table)}`,
];

/** Whether a table's values were generalized before, by a run of this stage that did not end. */
export const countUngeneralized = (table: string): Sql =>
  sql`select count(*) from information_schema.tables where table_schema = 'anonymized' and table_name = ${`before ${table}`}`;

/** Brings back the values as Anonymize made them. */
export const restoreUngeneralized = (table: string): readonly Sql[] => [
  sql`drop table if exists ${anonymized(table)}`,
  sql`alter table ${ungeneralized(table)} rename to ${name(table)}`,
];

/** Writes a table's published values at the chosen levels. */
export function applyLevels(
  table: string,
  chosen: readonly { readonly column: SearchedColumn; readonly level: number }[],
): readonly Sql[] {
  const made = chosen.flatMap(({ column, level }, index) => {
    if (!column.hierarchy || level === 0) return [];
    const label = hierarchyLabel(column.hierarchy, typed(column, name("value")), column.plan.type, level);
    const alias = name(`l${index}`);
    const own = name("a", column.column);
    return [
      {
        column: sql`${alias}.label as ${name(column.column)}`,
        join: sql` left join (select value, ${label} as label from (select distinct ${name(column.column)} as value
          from ${anonymized(table)} where ${name(column.column)} is not null)) ${alias} on ${alias}.value = ${own}`,
      },
    ];
  });
  if (made.length === 0) return [];
  return replaceValues(
    table,
    sql`select a.* replace (${join(made.map((one) => one.column))}) from ${anonymized(table)} a${join(
      made.map((one) => one.join),
      unsafeText(""),
    )}`,
  );
}
