import type { ColumnType } from "#lib/contracts";
import { type Sql, sql, unsafeText } from "#lib/sql";
import type { PersonalDataKind } from "./definition.ts";
import { personalDataKinds } from "./kinds/index.ts";

/** What a sample of a column counts. No value, not even the least or the greatest. */
export interface ColumnProfile {
  /** Rows of the sample, and those with a value. */
  readonly rows: number;
  readonly present: number;
  readonly distinct: number;
  /** Values that a document could tell apart from words: with a digit, of more than one word, longer than 40 characters. */
  readonly withDigits: number;
  readonly withSpaces: number;
  readonly long: number;
  /** By the id of a kind: values that look like it. */
  readonly matches: Readonly<Record<string, number>>;
  /** By format, as `parse-date` takes it: values written so. */
  readonly dates: Readonly<Record<string, number>>;
}

/** Rows enough for every share that detection compares, few enough to read at once. */
export const sampleRows = 2000;
/** What is longer is judged by its beginning. */
const longestValue = 2000;
/** Texts that mean that there is no value. */
const absent = sql`('', '-', '—', '?', 'n/a', 'na', 'null', 'none', 'нет', 'н/д', 'нет данных')`;

const dateFormats = [
  { format: "%d.%m.%Y", pattern: "(?:[0-2]?[0-9]|3[01])\\.(?:0?[0-9]|1[0-2])\\.[0-9]{4}" },
  { format: "%Y-%m-%d", pattern: "[0-9]{4}-(?:0?[0-9]|1[0-2])-(?:[0-2]?[0-9]|3[01])" },
  { format: "%d/%m/%Y", pattern: "(?:[0-2]?[0-9]|3[01])/(?:0?[0-9]|1[0-2])/[0-9]{4}" },
  { format: "%m/%d/%Y", pattern: "(?:0?[0-9]|1[0-2])/(?:1[3-9]|2[0-9]|3[01])/[0-9]{4}" },
] as const;

/** Kinds that may stand in a column of a type. */
export const kindsFor = (type: ColumnType): readonly PersonalDataKind[] =>
  personalDataKinds.filter((kind: PersonalDataKind) => kind.accepts.includes(type.name));

const counts = (condition: Sql, alias: string): Sql => sql`count_if(${condition}) as ${unsafeText(alias)}`;

/**
 * The query that profiles a column: one row of counts over at most `sampleRows` rows, so that nothing but counts leaves the
 * engine. `value` is the column, of a type, in `table`.
 */
export function profileQuery(table: Sql, value: Sql, type: ColumnType): Sql {
  const tests = kindsFor(type).flatMap(({ id, values }) =>
    values ? [counts(values.matches, `"kind ${id}"`)] : [],
  );
  const dates =
    type.name === "string"
      ? dateFormats.map(({ pattern }, at) => counts(sql`regexp_full_match(v, ${pattern})`, `"date ${at}"`))
      : [];
  const all = [...tests, ...dates].reduce((sum, one) => sql`${sum}, ${one}`, sql`count(*) as "rows"`);
  // Materialized, or the engine would write the text of `v` and `c` into each of some hundred tests.
  return sql`with texts as materialized (
    select left(trim(cast(${value} as varchar)), ${longestValue}) as v from ${table} limit ${sampleRows}
  ), present_texts as materialized (
    select case when lower(v) not in ${absent} then v end as v from texts
  ), compact as materialized (
    select v, upper(regexp_replace(v, '[^\\p{L}\\p{N}]', '', 'g')) as c from present_texts
  )
  select ${all}, count(v) as "present", count(distinct v) as "distinct",
    count_if(regexp_matches(v, '[0-9]')) as "digits", count_if(contains(v, ' ')) as "spaces", count_if(length(v) > 40) as "long"
  from compact`;
}

/** Reads the row that `profileQuery` answers; counts may come as text. */
export function readProfile(row: Readonly<Record<string, string | number | boolean | null>>): ColumnProfile {
  const count = (key: string): number => Number(row[key] ?? 0);
  const starting = (prefix: string): [string, number][] =>
    Object.keys(row)
      .filter((key) => key.startsWith(prefix))
      .map((key) => [key.slice(prefix.length), count(key)]);
  return {
    rows: count("rows"),
    present: count("present"),
    distinct: count("distinct"),
    withDigits: count("digits"),
    withSpaces: count("spaces"),
    long: count("long"),
    matches: Object.fromEntries(starting("kind ")),
    dates: Object.fromEntries(
      starting("date ").map(([at, found]) => [dateFormats[Number(at)]?.format ?? at, found]),
    ),
  };
}
