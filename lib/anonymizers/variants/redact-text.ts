import { z } from "zod";
import { cardPattern, emailPattern, namePattern, phonePattern, type TextPattern } from "#lib/personal-data";
import { or, type Sql, sql } from "#lib/sql";
import { defineAnonymizer } from "../definition.ts";
import { text, textParam } from "../texts.ts";

/** In the order of use: cards before phones, whose pattern would take a part of one. */
const detectors = {
  email: emailPattern,
  card: cardPattern,
  phone: phonePattern,
  name: namePattern,
} as const satisfies Readonly<Record<string, TextPattern>>;
type DetectorName = keyof typeof detectors;
const detectorNames = ["email", "card", "phone", "name"] as const satisfies readonly DetectorName[];

/** `\` stands for a group in RE2's replacements. */
const escaped = (replacement: string): string => replacement.replaceAll("\\", "\\\\");

function without(value: Sql, { guard, pattern, keepsBefore }: TextPattern, replacement: string): Sql {
  const found =
    "contains" in guard
      ? or(guard.contains.map((part) => sql`contains(${value}, ${part})`))
      : sql`regexp_matches(${value}, ${guard.matches})`;
  const written = `${keepsBefore ? "\\1" : ""}${escaped(replacement)}`;
  return sql`case when ${found} then regexp_replace(${value}, ${pattern}, ${written}, 'g') else ${value} end`;
}

/** Takes e-mails, phones, cards and names out of free text and leaves the rest. */
export const redactText = defineAnonymizer({
  id: "redact-text",
  version: 1,
  accepts: ["string", "json"],
  returns: "string",
  properties: { deterministic: true, keyed: false, reversible: false, unique: "lossy", nulls: "kept" },
  params: z.strictObject({
    detectors: z
      .array(z.enum(detectorNames))
      .min(1)
      .max(detectorNames.length)
      .default(["email", "phone"])
      .meta({
        label: text("Take out", "Убирать"),
        help: text(
          "name is a rule of thumb: two capitalised words in a row, or a surname with initials.",
          "name — приближённое правило: два слова с прописной буквы подряд или фамилия с инициалами.",
        ),
      }),
    replacement: textParam({ max: 100 })
      .default("[{kind}]")
      .meta({
        label: text("Replacement", "Замена"),
        help: text(
          "{kind} becomes email, card, phone or name.",
          "{kind} станет email, card, phone или name.",
        ),
      }),
  }),
  compile: {
    duckdb: ({ value, params }) =>
      detectorNames
        .filter((detector) => params.detectors.includes(detector))
        .reduce(
          (current, detector) =>
            without(current, detectors[detector], params.replacement.replaceAll("{kind}", detector)),
          value,
        ),
  },
  technique: {
    dpv: "DataRedaction",
    etlx: "redact-text",
    label: text("Redaction in text", "Вымарывание в тексте"),
  },
  docs: {
    title: text("Redact in text", "Вымарать в тексте"),
    summary: text(
      "Takes e-mails, phone numbers (Russian ways of writing too), card numbers and names out of free text.",
      "Убирает из свободного текста e-mail, телефоны (в том числе в российской записи), номера карт и имена.",
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
