import { z } from "zod";
import type { FakeLocale } from "#lib/personal-data";
import { join, literal, type Sql, sql } from "#lib/sql";
import { type AnonymizeContext, defineAnonymizer, type Uniqueness } from "../definition.ts";
import { domainParam } from "../domain-param.ts";
import { draws } from "../fakes/choice.ts";
import { capacityOf, distinctFake } from "../fakes/distinct-fake.ts";
import { type Kind, kinds, make, namesOf } from "../fakes/make-fake.ts";
import { text, textParam } from "../texts.ts";

const usesGender = (kind: Kind): boolean => namesOf(kind, "en").length > 0;

interface Parameters {
  readonly kind: Kind;
  readonly locale: FakeLocale;
  readonly gender?:
    | { readonly column: string; readonly female: readonly string[]; readonly male: readonly string[] }
    | undefined;
  readonly unique?: boolean | undefined;
  readonly domain?: string | undefined;
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
    unique: ({ kind, unique }: Parameters): Uniqueness =>
      unique ? "preserved" : kind === "email" ? "not-guaranteed" : "lossy",
    nulls: "kept",
  },
  capacity: (params) => (params.unique ? Number(capacityOf(params)) : undefined),
  columnsUsed: ({ gender, kind }) => (gender && usesGender(kind) ? [gender.column] : []),
  params: z.strictObject({
    kind: z.enum(kinds).meta({ label: text("Kind", "Вид") }),
    locale: z
      .enum(["en", "ru"])
      .default("en")
      .meta({ label: text("Language", "Язык") }),
    gender: z
      .strictObject({
        column: textParam({ min: 1, max: 120 }).meta({ label: text("Column", "Колонка"), names: "column" }),
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
    unique: z
      .boolean()
      .optional()
      .meta({
        label: text("Different for different values", "Разные для разных значений"),
        help: text(
          "Every value gets its own, local to the version. There must be ten times as many to choose from as values.",
          "Каждое значение получает своё, в пределах версии. Вариантов должно быть в десять раз больше, чем значений.",
        ),
      }),
    domain: domainParam(),
  }),
  problem: ({ unique, gender, kind }) =>
    unique && gender && usesGender(kind)
      ? text(
          "unique names cannot agree with a column: each value is given its name for the whole table",
          "уникальные имена нельзя согласовать с колонкой: имя даётся значению на всю таблицу",
        )
      : undefined,
  compile: {
    duckdb: (context) => {
      const { canonical, keyed, params, rank } = context;
      if (params.unique) return rank === undefined ? sql`null::varchar` : distinctFake(params, keyed, rank);
      const at = draws(keyed.pick(canonical, `${params.kind}/${params.locale}`));
      return make[params.kind](params.locale, {
        isUnique: false,
        at,
        atMost: (count) => at(count),
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
