import type { ColumnType } from "#lib/contracts";
import { join, type Sql, sql, unsafeText } from "#lib/sql";
import type { PersonalDataKind } from "./definition.ts";
import { personalDataKinds } from "./kinds/index.ts";
import { numberTests, type WrittenNumbers } from "./written-numbers.ts";

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
  /** Values with a Cyrillic letter. */
  readonly cyrillic: number;
  /** By the id of a kind: values that look like it. */
  readonly matches: Readonly<Record<string, number>>;
  /** By format, as `parse-date` takes it: values written so. */
  readonly dates: Readonly<Record<string, number>>;
  readonly numbers: WrittenNumbers;
  /** Of a bank's code or an account with the other beside it: rows that have both, and those in which they fit. */
  readonly pair?: { readonly rows: number; readonly fitting: number };
}

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

const counts = (condition: Sql, alias: string): Sql =>
  sql`coalesce(sum(n) filter (where ${condition}), 0) as ${unsafeText(alias)}`;

/**
 * The query that profiles columns: for each `place` counts over its `value`s, so that nothing but counts leaves the engine.
 * `values` gives a row a cell. One query for all columns: most of its time goes into reading its hundred conditions.
 */
export function profileQuery(values: Sql): Sql {
  const tests = personalDataKinds.flatMap(({ id, values }: PersonalDataKind) =>
    values ? [counts(values.matches, `"kind ${id}"`)] : [],
  );
  const dates = dateFormats.map(({ pattern }, at) =>
    counts(sql`regexp_full_match(v, ${pattern})`, `"date ${at}"`),
  );
  const numbers = numberTests.map(({ id, matches }) => counts(matches, `"number ${id}"`));
  // A value is looked at once, however often it stands. Materialized, or the engine would write the text of `v` and `c`
  // into each condition.
  return sql`with texts as (select place, left(trim(value), ${longestValue}) as v from ${values} as cells), present_texts as materialized (
    select place, case when lower(v) not in ${absent} then v end as v, count(*) as n from texts group by all
  ), compact as materialized (
    select place, n, v, upper(regexp_replace(v, '[^\\p{L}\\p{N}]', '', 'g')) as c from present_texts
  )
  select place, sum(n) as "rows", ${counts(sql`v is not null`, "present")}, count(v) as "distinct",
    ${counts(sql`regexp_matches(v, '[0-9]')`, "digits")}, ${counts(sql`contains(v, ' ')`, "spaces")},
    ${counts(sql`length(v) > 40`, "long")}, ${counts(sql`regexp_matches(v, '\\p{Cyrillic}')`, "cyrillic")},
    ${join([...tests, ...dates, ...numbers])}
  from compact group by place`;
}

type Row = Readonly<Record<string, unknown>>;

/** Reads the rows that `profileQuery` answers, column by column; counts may come as text. */
export const readProfiles = (columns: number, rows: readonly Row[]): readonly ColumnProfile[] =>
  Array.from({ length: columns }, (_, at) => readProfile(rows.find((row) => Number(row.place) === at) ?? {}));

function readProfile(row: Row): ColumnProfile {
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
    cyrillic: count("cyrillic"),
    matches: Object.fromEntries(starting("kind ")),
    dates: Object.fromEntries(
      starting("date ").map(([at, found]) => [dateFormats[Number(at)]?.format ?? at, found]),
    ),
    numbers: {
      whole: count("number whole"),
      codes: count("number codes"),
      ru: count("number ru"),
      en: count("number en"),
      fineRu: count("number fineRu"),
      fineEn: count("number fineEn"),
    },
  };
}
