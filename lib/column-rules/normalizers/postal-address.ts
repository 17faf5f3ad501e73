import { columnTypeNames } from "#lib/contracts";
import { join, literal, type Sql, sql } from "#lib/sql";
import { defineNormalizer } from "../definition.ts";
import { noParams, text } from "../texts.ts";
import { trimmed } from "./white-space.ts";

/**
 * Abbreviations with a point, as order 171n of the Ministry of Finance (05.11.2015) and everyday use write them. Only with
 * the point: a letter alone may be a building's.
 */
const abbreviations = [
  ..."г гор обл р ул пер пл наб бул туп пр просп ш мкр кв-л".split(" "),
  ..."д дом к корп стр вл кв оф пом комн под эт с пос п дер х ст рп пгт".split(" "),
];
/** Bytes of the longest text that may be an address; others stay as they are. */
const longest = 4000;
const start = "(^|[\\s,;(])";
const anyOf = (words: readonly string[]): string => [...words].sort((a, b) => b.length - a.length).join("|");

const pointed = abbreviations.map((word) => `${word}.`);
const among = (words: readonly string[]): Sql => join(words.map(literal));

/**
 * Words that are abbreviations in small letters. A single capital may be an initial (ул. Д. Бедного): only before a number
 * it is none.
 */
function inSmallLetters(words: Sql): Sql {
  const [single, several] = [
    pointed.filter((word) => word.length === 2),
    pointed.filter((word) => word.length > 2),
  ];
  const small = sql`case when right(w, 1) <> '.' then w when lower(w) in (${among(several)}) then lower(w)
    when lower(w) in (${among(single)}) and regexp_matches(words[i + 1], '^[0-9]') then lower(w) else w end`;
  return sql`list_transform([${words}], lambda words: array_to_string(list_transform(words, lambda w, i: ${small}), ' '))[1]`;
}

/** One space after commas and abbreviations, none before commas. The point within a number (`5.1`) has no abbreviation before it. */
function spaced(value: Sql): Sql {
  const single = sql`regexp_replace(${value}, '[\\s\\x{a0}\\x{202f}]+', ' ', 'g')`;
  const commas = sql`regexp_replace(${single}, ' ?([,;]) ?', '\\1 ', 'g')`;
  // Twice: abbreviations in a row share the border between them.
  const after = (now: Sql) =>
    sql`regexp_replace(${now}, ${`${start}((?i:${anyOf(abbreviations)})\\.)([^\\s,;])`}, '\\1\\2 \\3', 'g')`;
  return after(after(commas));
}

/** Gives Russian postal addresses one spacing and their abbreviations one case. It guesses nothing and moves nothing. */
export const postalAddress = defineNormalizer({
  id: "postal-address",
  version: 1,
  phase: "text",
  accepts: columnTypeNames,
  returns: "text",
  params: noParams,
  compile: {
    duckdb: ({ value }) => {
      const tidy = inSmallLetters(sql`string_split(rtrim(${spaced(trimmed(value))}, ' '), ' ')`);
      return sql`case when strlen(${value}) <= ${longest} then ${tidy} else ${value} end`;
    },
  },
  docs: {
    title: text("Spacing of a postal address", "Пробелы в почтовом адресе"),
    summary: text(
      "One space after commas and after г., ул., д., кв. and the like, which are written in small letters. Words are not changed.",
      "Один пробел после запятых и сокращений г., ул., д., кв. и подобных; сокращения — строчными. Слова не меняются.",
    ),
    examples: [
      { input: "г.Москва ,УЛ.Ленина,д.5 ,Кв.12", output: "г. Москва, ул. Ленина, д. 5, кв. 12" },
      { input: "614000,  Пермь,\u00a0Ул. Д.Бедного, Д.5к2", output: "614000, Пермь, ул. Д. Бедного, д. 5к2" },
      { input: "Тверская обл.,г.Тверь, д.5.1", output: "Тверская обл., г. Тверь, д. 5.1" },
      { input: "12 High St., London", output: "12 High St., London" },
      { input: null, output: null },
    ],
  },
});
