import { z } from "zod";
import { type FakeLocale, fakeNames } from "#lib/personal-data";
import { join, list, literal, type Sql, sql } from "#lib/sql";
import { type AnonymizeContext, defineAnonymizer, type Uniqueness } from "../definition.ts";
import { latinLetters } from "../latin-letters.ts";
import { text, textParam } from "../texts.ts";

const kinds = [
  "first-name",
  "last-name",
  "patronymic",
  "full-name",
  "email",
  "phone",
  "street",
  "city",
  "company",
  "job",
  "user-name",
  "ip",
] as const;
type Kind = (typeof kinds)[number];

interface Parameters {
  readonly kind: Kind;
  readonly locale: FakeLocale;
  readonly gender?:
    | { readonly column: string; readonly female: readonly string[]; readonly male: readonly string[] }
    | undefined;
}

/** Numbers of one hash: `at(n)` is one of 0 … n−1, each call independent of the others. 64 bits suffice for a handful. */
function draws(pick: Sql): (count: Sql | number) => Sql {
  let used = 1n;
  return (count) => {
    const rest = used === 1n ? pick : sql`(${pick} // ${literal(used)})`;
    used *= 1009n;
    return sql`(${rest} % ${count})`;
  };
}

/** What a choice needs of the row: the hash, and 1 where women's names are to be taken, else 0. */
interface Choice {
  readonly at: (count: Sql | number) => Sql;
  /** One more hash, for a number of many digits. */
  readonly number: (count: number) => Sql;
  readonly female: Sql;
}

const one = (words: readonly string[], { at }: Choice): Sql =>
  sql`${list(words)}[cast(${at(words.length)} as bigint) + 1]`;

/**
 * A word of the women's or the men's list. They stand in one list behind each other, and where to look is computed
 * without `case`: what is mentioned inside one, the hash above all, the engine would compute again for each mention.
 */
function gendered(
  words: { readonly female: readonly string[]; readonly male: readonly string[] },
  { at, female }: Choice,
): Sql {
  const women = words.female.length;
  const men = words.male.length;
  const size = sql`cast(${men} + ${female} * ${women - men} as ubigint)`;
  return sql`${list([...words.female, ...words.male])}[cast(${at(size)} as bigint) + ${women + 1} - ${female} * ${women}]`;
}

const latin = (words: readonly string[]): string[] =>
  [...new Set(words.map(latinLetters))].filter((word) => word.length > 1);

/** RFC 2606: nobody can ever own these. */
const reservedDomains = ["example.com", "example.net", "example.org"];

const padded = (number: Sql, width: number): Sql => sql`lpad(cast(${number} as varchar), ${width}, '0')`;

const make: Readonly<Record<Kind, (locale: FakeLocale, choice: Choice) => Sql>> = {
  "first-name": (locale, choice) => gendered(fakeNames[locale].first, choice),
  "last-name": (locale, choice) => gendered(fakeNames[locale].last, choice),
  patronymic: (locale, choice) => gendered(fakeNames[locale].patronymic, choice),
  "full-name": (locale, choice) => {
    const { first, last, patronymic } = fakeNames[locale];
    const parts = locale === "ru" ? [last, first, patronymic] : [first, last];
    return joined(
      parts.map((words) => gendered(words, choice)),
      " ",
    );
  },
  email: (locale, choice) => {
    const { first, last } = fakeNames[locale];
    const names = joined(
      [one(latin([...first.female, ...first.male]), choice), one(latin(last.male), choice)],
      ".",
    );
    return sql`${names} || ${padded(choice.number(1_000_000), 6)} || '@' || ${one(reservedDomains, choice)}`;
  },
  // Russian: area code 000, which the numbering plan gives to nobody. North American: 555-0100 to 555-0199, kept for fiction.
  phone: (locale, choice) =>
    locale === "ru"
      ? sql`'+7000' || ${padded(choice.number(10_000_000), 7)}`
      : sql`'+1' || cast(200 + ${choice.at(800)} as varchar) || '55501' || ${padded(choice.at(100), 2)}`,
  street: (locale, choice) => {
    const street = one(fakeNames[locale].street, choice);
    const house = sql`cast(1 + ${choice.at(150)} as varchar)`;
    return locale === "ru" ? sql`${street} || ', ' || ${house}` : sql`${house} || ' ' || ${street}`;
  },
  city: (locale, choice) => one(fakeNames[locale].city, choice),
  company: (locale, choice) => {
    const stem = one(fakeNames[locale].companyStem, choice);
    if (locale === "en") return joined([stem, one(["Group", "Inc", "LLC", "and Sons"], choice)], " ");
    return sql`${one(["ООО", "АО", "ПАО", "ЗАО"], choice)} || ' «' || ${stem} || '»'`;
  },
  job: (locale, choice) => one(fakeNames[locale].job, choice),
  "user-name": (locale, choice) => {
    const { first } = fakeNames[locale];
    return sql`${one(latin([...first.female, ...first.male]), choice)} || '_' || ${padded(choice.number(1_000_000), 6)}`;
  },
  // RFC 2544: 198.18.0.0/15 is for tests of network devices and belongs to nobody.
  ip: (_locale, { at }) =>
    sql`'198.' || cast(18 + ${at(2)} as varchar) || '.' || cast(${at(256)} as varchar) || '.' || cast(${at(256)} as varchar)`,
};

function joined(parts: readonly Sql[], separator: string): Sql {
  return join(parts, sql` || ${separator} || `);
}

/** 1 for women's names and 0 for men's: by the row's own column where the parameters name one, else by the value. */
function femaleOf({ params, column }: AnonymizeContext<Parameters>, coin: Sql): Sql {
  if (!params.gender) return sql`cast(${coin} as integer)`;
  const word = sql`lower(trim(left(cast(${column(params.gender.column)} as varchar), 100)))`;
  const among = (words: readonly string[]) => {
    const known = join(words.map((one) => literal(one.trim().toLowerCase())));
    return sql`cast(coalesce(${word} in (${known}), false) as integer)`;
  };
  const [female, male] = [among(params.gender.female), among(params.gender.male)];
  return sql`(${female} + (1 - ${female}) * (1 - ${male}) * cast(${coin} as integer))`;
}

const usesGender = (kind: Kind): boolean =>
  ["first-name", "last-name", "patronymic", "full-name"].includes(kind);

const genderWords = (label: ReturnType<typeof text>, standard: readonly string[]) =>
  z
    .array(textParam({ min: 1, max: 50 }))
    .min(1)
    .max(20)
    .default([...standard])
    .meta({ label });

/** Puts an invented name, address or number in place of a real one; equal values get the same one under one key. */
export const fake = defineAnonymizer({
  id: "fake",
  version: 1,
  accepts: ["string", "integer", "decimal", "uuid"],
  returns: "string",
  properties: {
    deterministic: true,
    keyed: true,
    reversible: false,
    unique: ({ kind }: Parameters): Uniqueness => (kind === "email" ? "not-guaranteed" : "lossy"),
    nulls: "kept",
  },
  columnsUsed: ({ gender, kind }) => (gender && usesGender(kind) ? [gender.column] : []),
  params: z.strictObject({
    kind: z.enum(kinds).meta({ label: text("Kind", "Вид") }),
    locale: z
      .enum(["en", "ru"])
      .default("en")
      .meta({ label: text("Language", "Язык") }),
    gender: z
      .strictObject({
        column: textParam({ min: 1, max: 120 }).meta({ label: text("Column", "Колонка") }),
        female: genderWords(text("Words for women", "Слова для женщин"), [
          "f",
          "female",
          "w",
          "woman",
          "ж",
          "жен",
          "женский",
        ]),
        male: genderWords(text("Words for men", "Слова для мужчин"), [
          "m",
          "male",
          "man",
          "м",
          "муж",
          "мужской",
        ]),
      })
      .optional()
      .meta({
        label: text("Gender from", "Пол из"),
        help: text(
          "Names agree with this column of the row; without it each value has a gender of its own.",
          "Имена согласуются с этой колонкой строки; без неё пол свой у каждого значения.",
        ),
      }),
  }),
  compile: {
    duckdb: (context) => {
      const { canonical, keyed, params } = context;
      const at = draws(keyed.pick(canonical, `${params.kind}/${params.locale}`));
      return make[params.kind](params.locale, {
        at,
        number: (count) => sql`(${keyed.pick(canonical, `${params.kind}/number`)} % ${count})`,
        female: usesGender(params.kind) ? femaleOf(context, at(2)) : sql`0`,
      });
    },
  },
  loss: () => 1,
  technique: { dpv: null, etlx: "fake", label: text("Substitution", "Подстановка") },
  docs: {
    title: text("Fake", "Вымышленное"),
    summary: text(
      "Puts an invented name, e-mail, phone, address or job in place of the real one. Not unique: two people may get one name. E-mails, phones and addresses of the net are from ranges that belong to nobody.",
      "Подставляет вымышленное имя, e-mail, телефон, адрес или должность. Не уникально: двое могут получить одно имя. Адреса почты, сети и телефоны взяты из диапазонов, которые никому не принадлежат.",
    ),
    risk: text(
      "Equal values stay equal, so frequent ones can be recognised by how often they occur.",
      "Равные значения остаются равными, и частые можно узнать по частоте.",
    ),
    examples: [
      ...kinds.flatMap((kind) => [
        { params: { kind, locale: "en" }, input: "Ivan Petrov" },
        { params: { kind, locale: "ru" }, input: "Иван Петров" },
      ]),
      { params: { kind: "full-name", locale: "ru", gender: { column: "gender" } }, input: "Иван Петров" },
      { params: { kind: "city" }, input: null, output: null },
    ],
  },
});
