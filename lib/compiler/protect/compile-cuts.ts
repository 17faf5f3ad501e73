import { and, join, name, type Sql, sql, unsafeText } from "#lib/sql";
import { anonymized, removedSince } from "../names.ts";
import type { TablePlan } from "../plan/module-plan.ts";
import { classRows, populationClasses } from "./compile-classes.ts";
import {
  combinations,
  levelsOf,
  replaceValues,
  type SearchedColumn,
  values,
} from "./compile-generalization.ts";

/**
 * Classes that have levels of their own: the search answers by numbers, the class of each combination (`members`) and the
 * levels of each class (`classes`). Labels are looked up here, so that no value leaves the engine.
 */
export const cutTables = (table: string) => ({
  members: { schema: "work", table: `cut members ${table}` },
  classes: { schema: "work", table: `cut classes ${table}` },
});

const members = (table: string): Sql => name("work", cutTables(table).members.table);
const classes = (table: string): Sql => name("work", cutTables(table).classes.table);
const cuts = (table: string): Sql => name("work", `cuts ${table}`);
const rowCuts = (table: string): Sql => name("work", `row cuts ${table}`);

const list = (parts: readonly Sql[]): Sql => join(parts, unsafeText(""));
const sameQuasi = (columns: readonly SearchedColumn[], a: string, b: string): Sql =>
  and(columns.map((_, at) => sql`${name(a, `q${at}`)} is not distinct from ${name(b, `q${at}`)}`));

/** The label of a column at the level of the combination's class. */
function label(column: SearchedColumn, at: number): Sql {
  const cases = Array.from({ length: levelsOf(column) - 1 }, (_, below) => {
    const level = below + 1;
    return sql` when ${level} then ${name(`v${at}`, `t${level}`)}`;
  });
  return sql`case k.${name(`l${at}`)}::integer when 0 then c.${name(`q${at}`)}${list(cases)} end`;
}

/** By combination: `p0` … the labels it is published under, `l0` … their levels, and whether its class is kept. */
export function createCuts(table: TablePlan, columns: readonly SearchedColumn[], kept: number): Sql {
  const joins = columns.flatMap(({ hierarchy }, at) =>
    hierarchy
      ? [
          sql` join ${values(table.name, at)} ${name(`v${at}`)} on ${name(`v${at}`, "value")} is not distinct from c.${name(`q${at}`)}`,
        ]
      : [],
  );
  const made = columns.map((column, at) => {
    const own = name(`q${at}`);
    const published = column.hierarchy ? label(column, at) : sql`c.${own}`;
    return sql`, c.${own}, ${published} as ${name(`p${at}`)}, k.${name(`l${at}`)}::integer as ${name(`l${at}`)}`;
  });
  return sql`create or replace table ${cuts(table.name)} as
    select c.id, m.class < ${kept} as kept${list(made)} from ${combinations(table.name)} c
    join ${members(table.name)} m on m.id = c.id join ${classes(table.name)} k on k.class = m.class${list(joins)}`;
}

/** The combination of each row that is still in. */
export const createRowCuts = (table: TablePlan, columns: readonly SearchedColumn[]): Sql =>
  sql`create or replace table ${rowCuts(table.name)} as
    select c."__row", k.id from (${classRows(table.name)}) c join ${cuts(table.name)} k on ${sameQuasi(columns, "c", "k")}`;

/** Writes the labels into the table's own columns; a row without a combination, which is not published, gets none. */
export function applyCuts(table: TablePlan, columns: readonly SearchedColumn[]): readonly Sql[] {
  const made = columns.flatMap(({ hierarchy, column }, at) =>
    hierarchy ? [sql`k.${name(`p${at}`)} as ${name(column)}`] : [],
  );
  return replaceValues(
    table.name,
    sql`select a.* replace (${join(made)}) from ${anonymized(table.name)} a
      left join ${rowCuts(table.name)} r on r."__row" = a."__row" left join ${cuts(table.name)} k on k.id = r.id`,
  );
}

/** Counts the population under the labels of the classes that are kept; who falls into none shares no published label. */
export function cutPopulation(table: TablePlan, columns: readonly SearchedColumn[]): readonly Sql[] {
  const population = populationClasses(table.name);
  const keys = columns.map((_, at) => sql`k.${name(`p${at}`)} as ${name(`q${at}`)}`);
  const counted = name("work", `cut population ${table.name}`);
  return [
    sql`create or replace table ${counted} as select ${join(keys)}, sum(p.c)::bigint as c
      from ${population} p join ${cuts(table.name)} k on k.kept and ${sameQuasi(columns, "p", "k")} group by all`,
    sql`create or replace table ${population} as from ${counted}`,
    sql`drop table ${counted}`,
  ];
}

/** `column` (its place), `level` and `rows` of what is published. */
export function selectLevelRows(table: TablePlan, columns: readonly SearchedColumn[]): Sql {
  const own = columns.map((_, at) => sql`select ${at} as "column", ${name(`l${at}`)} as "level" from still`);
  return sql`with still as (select k.* from ${rowCuts(table.name)} r join ${cuts(table.name)} k on k.id = r.id
      where r."__row" not in ${removedSince(table.name)})
    select "column", "level", count(*) as "rows" from (${join(own, unsafeText(" union all "))}) group by all order by all`;
}

/** Frees what cutting needed. */
export const dropCuts = (table: string): readonly Sql[] =>
  [members, classes, cuts, rowCuts].map((made) => sql`drop table if exists ${made(table)}`);
