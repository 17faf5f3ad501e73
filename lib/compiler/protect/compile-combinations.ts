import { modelColumn } from "#lib/metadata";
import { and, join, literal, name, type Sql, sql, unsafeText } from "#lib/sql";
import type { TablePlan } from "../plan/module-plan.ts";
import { classRows, populationClasses } from "./compile-classes.ts";
import { asNumber, combinations, type SearchedColumn, values } from "./compile-generalization.ts";

/**
 * Combinations of quasi-identifiers as numbers: the codes of a row's values are packed into a few words before anything is
 * grouped, so that millions of combinations cost neither texts nor wide keys.
 */

/** Where the code of each column lies: in the word of this number, from the bit `shift` on, below `mask`. */
export interface PackedCode {
  readonly word: number;
  readonly shift: number;
  readonly mask: number;
}

const packed = (table: string): Sql => name("work", `packed ${table}`);
const list = (parts: readonly Sql[]): Sql => join(parts, unsafeText(""));
const words = (codes: readonly PackedCode[]): readonly Sql[] =>
  Array.from({ length: Math.max(0, ...codes.map(({ word }) => word + 1)) }, (_, at) => name(`w${at}`));

/** Rows of `from` with the words of their combination, and `more` of their columns. */
function packedRows(table: TablePlan, codes: readonly PackedCode[], from: Sql, more: readonly Sql[]): Sql {
  const joins = codes.map(
    (_, at) =>
      sql` join ${values(table.name, at)} ${name(`v${at}`)} on ${name("r", `q${at}`)} is not distinct from ${name(`v${at}`, "value")}`,
  );
  const made = words(codes).map((word, at) => {
    const own = codes.flatMap((code, column) =>
      code.word === at ? [sql`${name(`v${column}`, "code")} * ${literal(2 ** code.shift)}`] : [],
    );
    return sql`(${join(own, unsafeText(" + "))})::bigint as ${word}`;
  });
  return sql`select ${join([...made, ...more])} from (${from}) r${list(joins)}`;
}

/** Rows (and the population) by combination; combinations that only the population has come with 0 rows. */
export function createCombinations(table: TablePlan, codes: readonly PackedCode[]): readonly Sql[] {
  const keys = join(words(codes));
  const counted = sql`select ${keys}, count(*) as rows, 0 as population
    from (${packedRows(table, codes, classRows(table.name), [])}) group by ${keys}`;
  const population = sql`select * from ${populationClasses(table.name)}`;
  const all =
    table.population === undefined
      ? counted
      : sql`select ${keys}, sum(rows) as rows, sum(population) as population from (${counted} union all
          select ${keys}, 0 as rows, c as population from (${packedRows(table, codes, population, [sql`r.c`])})) group by ${keys}`;
  const joins = codes.map(({ word, shift, mask }, at) => {
    const code = sql`(c.${name(`w${word}`)} >> ${literal(shift)}) & ${literal(mask)}`;
    return sql` join ${values(table.name, at)} ${name(`v${at}`)} on ${name(`v${at}`, "code")} = ${code}`;
  });
  const texts = codes.map((_, at) => sql`, ${name(`v${at}`, "value")} as ${name(`q${at}`)}`);
  return [
    sql`create or replace table ${packed(table.name)} as
      select row_number() over (order by ${keys}) - 1 as id, * from (${all})`,
    sql`create or replace view ${combinations(table.name)} as
      select c.id, c.rows, c.population${list(texts)} from ${packed(table.name)} c${list(joins)}`,
  ];
}

export const countCombinations = (table: TablePlan): Sql => sql`select count(*) from ${packed(table.name)}`;

/** By combination: rows, the population, and the words of its codes. */
export const selectCombinations = (table: TablePlan, codes: readonly PackedCode[]): Sql =>
  sql`select ${join([asNumber(name("rows")), asNumber(name("population")), ...words(codes).map(asNumber)])}
    from ${packed(table.name)} order by id`;

const sameCombination = (codes: readonly PackedCode[]): Sql =>
  and(words(codes).map((word) => sql`k.${word} = c.${word}`));

/** Pairs of a combination and a person who has rows in it, both numbered from 0 and rising. */
export const selectMembers = (table: TablePlan, codes: readonly PackedCode[]): Sql =>
  sql`select c.id::double, (dense_rank() over (order by k.person) - 1)::double from (
      select distinct * from (${packedRows(table, codes, classRows(table.name), [sql`r.person`])})) k
    join ${packed(table.name)} c on ${sameCombination(codes)} order by 1, 2`;

/** Combination, sensitive value (numbered in their order) and rows, rising. */
export function selectSensitive(table: TablePlan, codes: readonly PackedCode[], column: string): Sql {
  const sensitive = [...new Set(table.models.flatMap((model) => modelColumn(model) ?? []))];
  const value = sql`${name("r", `s${sensitive.indexOf(column)}`)} as value`;
  const keys = join([...words(codes), name("value")]);
  return sql`select c.id::double, (dense_rank() over (order by k.value nulls first) - 1)::double, k.rows::double from (
      select ${keys}, count(*) as rows from (${packedRows(table, codes, classRows(table.name), [value])}) group by ${keys}) k
    join ${packed(table.name)} c on ${sameCombination(codes)} order by 1, 2`;
}

/** Frees what only the search needed. */
export const dropCombinations = (table: TablePlan, columns: readonly SearchedColumn[]): readonly Sql[] => [
  sql`drop view if exists ${combinations(table.name)}`,
  sql`drop table if exists ${packed(table.name)}`,
  ...columns.map((_, index) => sql`drop table if exists ${values(table.name, index)}`),
];
