import { join, literal, name, type Sql, sql, unsafeText } from "#lib/sql";
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

/** Each combination's `id` and values, `q0` …: what counts by number is looked up in. */
export const combinations = (table: string): Sql => name("work", `combinations ${table}`);
export const values = (table: string, index: number): Sql => name("work", `values ${index} ${table}`);
export const asNumber = (value: Sql): Sql => sql`${value}::double`;

export const levelsOf = ({ hierarchy }: SearchedColumn): number =>
  hierarchy ? hierarchyLevels(hierarchy) : 1;

/** A published value read back as the type it was made of. */
const typed = ({ plan }: SearchedColumn, value: Sql): Sql => castText(value, plan.type);

/** The distinct values of one column in the table and its population, `code`d in their order, with a number per label and level: `l1`, `l2` … */
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
      select value${join(labels, unsafeText(""))} from (${distinctValues(table, name(`q${index}`))}))`;
}

function distinctValues(table: TablePlan, column: Sql): Sql {
  const own = sql`select distinct ${column} as value from (${classRows(table.name)})`;
  return table.population === undefined
    ? own
    : sql`${own} union select ${column} as value from ${populationClasses(table.name)}`;
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
