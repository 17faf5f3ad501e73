import type { ColumnType } from "#lib/contracts";
import { join, type Sql, sql, unsafeText } from "#lib/sql";
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
const sampleRows = 2000;
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

/** A column of a table, as SQL. */
export interface ProfiledColumn {
  readonly table: Sql;
  readonly value: Sql;
}

/**
 * The query that profiles columns: for each its place among them and counts over at most `sampleRows` rows, so that nothing
 * but counts leaves the engine. One query for many columns: most of its time goes into reading its hundred conditions.
 */
export function profileQuery(columns: readonly ProfiledColumn[]): Sql {
  const tests = personalDataKinds.flatMap(({ id, values }: PersonalDataKind) =>
    values ? [counts(values.matches, `"kind ${id}"`)] : [],
  );
  const dates = dateFormats.map(({ pattern }, at) =>
    counts(sql`regexp_full_match(v, ${pattern})`, `"date ${at}"`),
  );
  const samples = columns.map(
    ({ table, value }, at) =>
      sql`(select ${at} as place, left(trim(cast(${value} as varchar)), ${longestValue}) as v from ${table} limit ${sampleRows})`,
  );
  // Materialized, or the engine would write the text of `v` and `c` into each condition.
  return sql`with texts as materialized (${join(samples, unsafeText(" union all "))}), present_texts as materialized (
    select place, case when lower(v) not in ${absent} then v end as v from texts
  ), compact as materialized (
    select place, v, upper(regexp_replace(v, '[^\\p{L}\\p{N}]', '', 'g')) as c from present_texts
  )
  select place, count(*) as "rows", count(v) as "present", count(distinct v) as "distinct",
    count_if(regexp_matches(v, '[0-9]')) as "digits", count_if(contains(v, ' ')) as "spaces",
    count_if(length(v) > 40) as "long", ${join([...tests, ...dates])}
  from compact group by place`;
}

type Row = Readonly<Record<string, string | number | boolean | null>>;

/** Reads the rows that `profileQuery` answers, column by column; counts may come as text. */
export const readProfiles = (columns: number, rows: readonly Row[]): readonly ColumnProfile[] =>
  Array.from({ length: columns }, (_, at) => readProfile(rows.find((row) => Number(row.place) === at) ?? {}));

function readProfile(row: Readonly<Record<string, string | number | boolean | null>>): ColumnProfile {
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
