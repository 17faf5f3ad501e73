import { z } from "zod";
import type { ColumnType } from "#lib/contracts";
import {
  replacerOf,
  type TextDetectorName,
  type TextPattern,
  textDetectorNames,
  textDetectors,
} from "#lib/personal-data";
import { name, or, type Sql, sql } from "#lib/sql";
import { defineAnonymizer } from "../definition.ts";
import { jsonPath, redactJson } from "../redact-json.ts";
import { text, textParam } from "../texts.ts";

interface Parameters {
  readonly detectors: readonly TextDetectorName[];
  readonly replacement: string;
  readonly paths?: readonly string[] | undefined;
}

/** The patterns asked for, with what is written in their place. */
const chosen = ({ detectors: names, replacement }: Parameters) =>
  textDetectorNames
    .filter((detector) => names.includes(detector))
    .map((detector) => ({
      pattern: textDetectors[detector] as TextPattern,
      written: replacement.replaceAll("{kind}", detector),
    }));

/** `\` stands for a group in RE2's replacements. */
const escaped = (replacement: string): string => replacement.replaceAll("\\", "\\\\");

function without(
  value: Sql,
  { guard, pattern, keepsBefore, keepsAfter }: TextPattern,
  replacement: string,
): Sql {
  const found =
    "contains" in guard
      ? or(guard.contains.map((part) => sql`contains(${value}, ${part})`))
      : sql`regexp_matches(${value}, ${guard.matches})`;
  const written = `${keepsBefore ? "\\1" : ""}${escaped(replacement)}${keepsAfter ? "\\2" : ""}`;
  const replaced = (text: Sql): Sql => sql`regexp_replace(${text}, ${pattern}, ${written}, 'g')`;
  // The character after one match may be the one before the next.
  const all = keepsAfter ? replaced(replaced(value)) : replaced(value);
  return sql`case when ${found} then ${all} else ${value} end`;
}

/** Each pattern mentions its text several times: past these, what was made so far gets a name, or the statement would explode. */
const mostNested = 2;

/** Takes personal data out of free text, and out of the values of JSON, and leaves the rest. */
export const redactText = defineAnonymizer({
  id: "redact-text",
  version: 2,
  accepts: ["string", "json"],
  returns: "same",
  properties: { deterministic: true, keyed: false, reversible: false, unique: "lossy", nulls: "kept" },
  params: z.strictObject({
    detectors: z
      .array(z.enum(textDetectorNames))
      .min(1)
      .max(textDetectorNames.length)
      .default(["email", "phone"])
      .meta({
        label: text("Take out", "Убирать"),
        help: text(
          "fio: Russian full names by patronymic, dictionary and endings. name: any two capitalised words in a row, or a surname with initials. birth-date needs words such as born beside it, date takes every complete date.",
          "fio — русские имена по отчеству, словарю и окончаниям. name — любые два слова с прописной буквы подряд или фамилия с инициалами. birth-date — дата рядом со словами вроде «родился», date — любая полная дата.",
        ),
      }),
    replacement: textParam({ max: 100 })
      .default("[{kind}]")
      .meta({
        label: text("Replacement", "Замена"),
        help: text("{kind} becomes the name of what was found.", "{kind} станет названием найденного."),
      }),
    paths: z
      .array(
        textParam({ min: 1, max: 500 }).refine((path) => jsonPath(path) !== undefined, {
          message: "a path is written as $.items[*].note",
        }),
      )
      .min(1)
      .max(100)
      .optional()
      .meta({
        label: text("JSON paths", "Пути JSON"),
        help: text(
          "Where in a JSON document, such as $.items[*].note; all its values when empty. Keys stay.",
          "Где в документе JSON, например $.items[*].note; пусто — все значения. Ключи остаются.",
        ),
      }),
  }),
  compile: {
    duckdb: ({ value, params }) =>
      chosen(params).reduce((current, { pattern, written }, at) => {
        if (at < mostNested) return without(current, pattern, written);
        const bound = `t${at}`;
        return sql`list_transform([${current}], lambda ${name(bound)}: ${without(name(bound), pattern, written)})[1]`;
      }, value),
  },
  map: {
    keepsSpelling: true,
    when: ({ paths }: Parameters, type: ColumnType) => type.name === "json" || paths !== undefined,
    open: async ({ params }) => {
      const replacers = chosen(params).map(({ pattern, written }) => replacerOf(pattern, written));
      const redact = (value: string) => replacers.reduce((current, replace) => replace(current), value);
      const paths = (params.paths ?? ["$"]).map((path) => jsonPath(path) ?? []);
      return (value) => redactJson(value, paths, redact);
    },
  },
  technique: {
    dpv: "DataRedaction",
    etlx: "redact-text",
    label: text("Redaction in text", "Вымарывание в тексте"),
  },
  docs: {
    title: text("Redact in text", "Вымарать в тексте"),
    summary: text(
      "Takes e-mails, phones, names, addresses, dates of birth and official numbers out of free text, and out of the values of JSON.",
      "Убирает из свободного текста и значений JSON e-mail, телефоны, имена, адреса, даты рождения и официальные номера.",
    ),
    risk: text(
      "Patterns miss what is written in other ways, such as digits in words or names in small letters.",
      "Шаблоны пропускают иную запись: цифры словами, имена строчными буквами.",
    ),
    examples: [
      {
        input: "Пишите на ivan.petrov@mail.ru или +7 (916) 123-45-67!",
        output: "Пишите на [email] или [phone]!",
      },
      { input: "тел. 8-916-123-45-67, 8(495)1234567", output: "тел. [phone], [phone]" },
      { input: "call (415) 555-0132 or 415-555-0133", output: "call [phone] or [phone]" },
      { input: "9161234567 9161234568", output: "[phone] [phone]" },
      {
        input: "Order 12345 of 2024-01-02 10:20:30 costs 1 234,56",
        output: "Order 12345 of 2024-01-02 10:20:30 costs 1 234,56",
      },
      { input: "почта@пример.рф", output: "[email]" },
      {
        params: { detectors: ["fio", "passport", "birth-date", "address"] },
        input: "иванов пётр сергеевич, 12.05.1987 г.р., паспорт 4510 № 123456, ул. Ленина, д. 5, кв. 12",
        output: "[fio], [birth-date], паспорт [passport], [address]",
      },
      {
        params: { detectors: ["fio"] },
        input: "Звонила Анна Сергеевна; передать Ивану Петрову.",
        output: "Звонила [fio]; передать [fio].",
      },
      {
        params: { detectors: ["inn", "snils"] },
        input: "ИНН 7707083893, 500100732259; СНИЛС 112-233-445 95",
        output: "ИНН [inn], [inn]; СНИЛС [snils]",
      },
      {
        params: { detectors: ["iban", "ip", "url"] },
        input: "DE89 3704 0044 0532 0130 00 from 192.168.0.1 and 2001:db8::1, see https://example.com/anna",
        output: "[iban] from [ip] and [ip], see [url]",
      },
      {
        params: { detectors: ["birth-date", "address"] },
        input: "born on March 5, 1971, lives at 12 Baker Street, since 2001-02-03",
        output: "born on [birth-date], lives at [address], since 2001-02-03",
      },
      {
        params: { detectors: ["date"] },
        input: "5 мая 1971, 2001-02-03; version 10.20.30",
        output: "[date], [date]; version 10.20.30",
      },
      {
        params: { paths: ["$.notes[*].text"] },
        type: "json",
        input: '{"id":"a@b.ru","notes":[{"text":"a@b.ru","n":1},{"text":null}]}',
        output: '{"id":"a@b.ru","notes":[{"text":"[email]","n":1},{"text":null}]}',
      },
      {
        type: "json",
        input: '{"a@b.ru":["\\u0061@b.ru",79161234567,12]}',
        output: '{"a@b.ru":["[email]","[phone]",12]}',
      },
      { type: "json", input: "{", output: null },
      { params: { detectors: ["card"] }, input: "card 4111 1111 1111 1111.", output: "card [card]." },
      { params: { detectors: ["name"] }, input: "С уважением, Иван Петров", output: "С уважением, [name]" },
      {
        params: { detectors: ["name"] },
        input: "позвоните Петрову И. И. или Anna Smith",
        output: "позвоните [name] или [name]",
      },
      { params: { detectors: ["email"], replacement: "\\1<{kind}>" }, input: "a@b.ru", output: "\\1<email>" },
      { input: null, output: null },
    ],
  },
});
