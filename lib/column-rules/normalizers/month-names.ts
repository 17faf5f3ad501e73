import { join, type Sql, sql, unsafeText } from "#lib/sql";

/** Russian months: how they begin, and their ends in dates and alone. The engine knows English names only. */
const months = [
  ["January", "янв", "", "аря", "арь"],
  ["February", "фев", "", "р", "раля", "раль"],
  ["March", "мар", "", "та", "т"],
  ["April", "апр", "", "еля", "ель"],
  ["May", "ма", "я", "й"],
  ["June", "июн", "", "я", "ь"],
  ["July", "июл", "", "я", "ь"],
  ["August", "авг", "", "уста", "уст"],
  ["September", "сен", "", "т", "тября", "тябрь"],
  ["October", "окт", "", "ября", "ябрь"],
  ["November", "ноя", "", "б", "бря", "брь"],
  ["December", "дек", "", "абря", "абрь"],
] as const;

const longestFirst = (words: readonly string[]): string =>
  [...words].sort((a, b) => b.length - a.length).join("|");
const words = longestFirst(months.flatMap(([, start, ...ends]) => ends.map((end) => start + end)));
const word = `(?:^|[^\\p{L}])((?i:${words}))\\.?(?:[^\\p{L}.]|$)`;

/** A text with its Russian month in English, in full or as three letters; a text without one stays. The point of an abbreviation goes. */
export function withEnglishMonth(value: Sql, form: "full" | "short"): Sql {
  const found = sql`regexp_extract(${value}, ${word}, 1)`;
  const cases = months.map(([english, start]) => {
    const written = form === "full" ? english : english.slice(0, 3);
    return sql`when starts_with(lower(m), ${start}) then ${written}`;
  });
  // March begins as May does and is asked for first.
  const english = sql`case ${join(cases, unsafeText(" "))} end`;
  const replaced = sql`list_transform([${found}], lambda m: replace(replace(${value}, m || '.', m), m, ${english}))[1]`;
  return sql`case when regexp_matches(${value}, ${word}) then ${replaced} else ${value} end`;
}
