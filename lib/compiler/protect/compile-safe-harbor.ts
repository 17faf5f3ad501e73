import { join, name, type Sql, sql, unsafeText } from "#lib/sql";
import { type Publication, publishedColumns } from "../anonymize/published-column.ts";
import { published } from "../names.ts";
import type { ColumnPlan, TablePlan } from "../plan/module-plan.ts";
import { rowSample, sampledCleansed, sampledPublished } from "./compile-sample.ts";

const cleansedSample = (table: string): Sql => name("work", `kinds ${table}`);
const publishedSample = (table: string): Sql => name("work", `published kinds ${table}`);

/** Rows of the table's sample by a hash of their key, or of all they have: a choice that repeats, whatever their order. */
function sample(
  table: TablePlan,
  made: Sql,
  columns: readonly string[],
  read: (table: TablePlan, column: string) => Sql,
  rows: number,
): Sql {
  const key = table.primaryKey?.columns ?? [];
  const chosen = key.length > 0 && key.every((column) => columns.includes(column)) ? key : columns;
  const values = columns.map((column) => sql`${read(table, column)} as ${name(column)}`);
  return sql`create or replace table ${made} as select ${join(values)} from ${rowSample(table.name)}
    order by hash(${join(chosen.map((column) => read(table, column)))}) limit ${rows}`;
}

/** Fewer rows of the table's sample, cleansed and as published. */
export function createKindSamples(table: TablePlan, rows: number): readonly Sql[] {
  const own = table.columns.map((column) => column.name);
  const out = publishedColumns(table).map(({ column }) => column.name);
  return [
    sample(table, cleansedSample(table.name), own, sampledCleansed, rows),
    ...(out.length > 0 ? [sample(table, publishedSample(table.name), out, sampledPublished, rows)] : []),
  ];
}

export const dropKindSamples = (table: string): readonly Sql[] => [
  sql`drop table if exists ${cleansedSample(table)}`,
  sql`drop table if exists ${publishedSample(table)}`,
];

/** The cleansed samples of tables, a row a cell with the place of its column among all of theirs: what detection counts. */
export function cleansedCells(tables: readonly TablePlan[]): Sql {
  const columns = tables.flatMap((table) => table.columns.map((column) => ({ table, column })));
  const cells = columns.map(
    ({ table, column }, at) =>
      sql`select ${at} as place, cast(${name(column.name)} as varchar) as value from ${cleansedSample(table.name)}`,
  );
  return sql`(${join(cells, unsafeText(" union all "))})`;
}

const moments = new Set(["date", "timestamp", "timestamp(tz)"]);
const numeric = new Set(["integer", "decimal", "float"]);

/** What looks like an address or a number of its own inside a text. */
const contacts = {
  email: "[^@\\s]+@[^@\\s]+\\.[\\p{L}]{2,}",
  url: "(?i)(?:https?://|www\\.)[^\\s]+",
  ip: "(?:^|[^0-9.])(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})\\.){3}(?:25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})(?:[^0-9.]|$)",
  ssn: "(?:^|[^0-9])[0-9]{3}-[0-9]{2}-[0-9]{4}(?:[^0-9]|$)",
} as const;
export const contactKinds = Object.keys(contacts);

/** Of published moments: not the first of a year. Of labels made of moments: neither a year, nor a decade, nor the top. */
function finerThanYear(value: Sql, column: ColumnPlan, type: Publication): Sql {
  const of = type.how === "none" ? "" : type.type.name;
  if (moments.has(of)) return sql`${value} <> date_trunc('year', ${value})`;
  return moments.has(column.type.name)
    ? sql`not regexp_full_match(cast(${value} as varchar), '[0-9]{4}|[0-9]{3}0s|\\*')`
    : sql`false`;
}

/** Of ages: above 89, alone or within an interval, but for the group of all. Of dates of birth: ninety years ago or before. */
function olderThan89(value: Sql, type: string, holds: "age" | "birth-date", year: number): Sql {
  const written = sql`cast(${value} as varchar)`;
  if (holds === "birth-date")
    return moments.has(type)
      ? sql`year(${value}) <= ${year - 90}`
      : sql`coalesce(try_cast(regexp_extract(${written}, '[0-9]{4}') as integer), 9999) <= ${year - 90}`;
  if (numeric.has(type)) return sql`${value} > 89`;
  // An interval that ends before 90 holds no age over 89.
  const numbers = sql`list_transform(regexp_extract_all(regexp_replace(${written}, ', 90\\)$', ''), '[0-9]{1,4}'), lambda n: n::integer)`;
  return sql`${written} <> '90+' and coalesce(list_max(${numbers}), 0) > 89`;
}

/** One row: per published column `p<i>` present and `d<i>` distinct values, `y<i>` finer than a year, `o<i>` over 89, and per kind of contact `c<kind><i>`. */
export function countIdentifying(
  table: TablePlan,
  {
    holds,
    year,
    rows,
  }: {
    readonly holds: (column: string) => "age" | "birth-date" | undefined;
    /** The run's year. */
    readonly year: number;
    readonly rows: "all" | "sample";
  },
): Sql {
  const parts = publishedColumns(table).flatMap(({ column, publication }, at) => {
    const value = name(column.name);
    const type = publication.type.name;
    const held = holds(column.name);
    const texts = type === "string" || type === "json";
    return [
      sql`count(${value}) as ${name(`p${at}`)}`,
      sql`approx_count_distinct(${value}) as ${name(`d${at}`)}`,
      sql`count_if(${finerThanYear(value, column, publication)}) as ${name(`y${at}`)}`,
      ...(held ? [sql`count_if(${olderThan89(value, type, held, year)}) as ${name(`o${at}`)}`] : []),
      ...(texts
        ? Object.entries(contacts).map(
            ([kind, pattern]) =>
              sql`count_if(regexp_matches(${value}, ${pattern})) as ${name(`c${kind}${at}`)}`,
          )
        : []),
    ];
  });
  const from = rows === "all" ? published(table.name) : publishedSample(table.name);
  return sql`select ${join(parts)} from ${from}`;
}
