import { z } from "zod";
import { type Sql, sql } from "#lib/sql";
import { defineAnonymizer } from "../definition.ts";
import { text, textParam } from "../texts.ts";

/** Keeps at most half of a text, whatever was asked for, so that short values do not pass through. */
function keepEnds(value: Sql, start: number, end: number, character: string, fixed: number | undefined): Sql {
  const stars = (count: Sql): Sql => sql`repeat(${character}, ${count})`;
  const whole = stars(fixed === undefined ? sql`length(${value})` : sql`${fixed}`);
  if (start + end === 0) return sql`case when ${value} is not null then ${whole} end`;
  const middle = stars(fixed === undefined ? sql`length(${value}) - ${start + end}` : sql`${fixed}`);
  const head = start > 0 ? sql`left(${value}, ${start}) || ` : sql``;
  const tail = end > 0 ? sql` || right(${value}, ${end})` : sql``;
  return sql`case when length(${value}) >= ${2 * (start + end)} then ${head}${middle}${tail} when ${value} is not null then ${whole} end`;
}

/** What people write between digits. */
const separators = " -().+\u00a0\u202f\u2009\u2011\u2013\t";
const separatorClass = "[ ().+\\x{a0}\\x{202f}\\x{2009}\\x{2011}\\x{2013}\\t-]";

/** Only the last digits stay. Text with too few or too many digits, or anything else in it, is none: null. */
function lastDigits(value: Sql, least: number, most: number, kept: number, character: string): Sql {
  const pattern = `${separatorClass}{0,5}(?:[0-9]${separatorClass}{0,5}){${least},${most}}`;
  // The engine computes what is mentioned twice once only outside of `case`.
  const digits = sql`translate(case when regexp_full_match(${value}, ${pattern}) then ${value} end, ${separators}, '')`;
  return sql`repeat(${character}, length(${digits}) - ${kept}) || right(${digits}, ${kept})`;
}

const presets = {
  card: (value: Sql, character: string) => lastDigits(value, 12, 19, 4, character),
  phone: (value: Sql, character: string) => lastDigits(value, 7, 15, 2, character),
  // Neither the domain nor a length shows: firms and rare domains name people.
  email: (value: Sql, character: string) =>
    sql`case when strpos(${value}, '@') > 1 then left(${value}, 1) || ${`${character.repeat(3)}@${character.repeat(3)}`} end`,
} as const;

interface Parameters {
  readonly preset?: keyof typeof presets | undefined;
  readonly keepStart?: number | undefined;
  readonly keepEnd?: number | undefined;
  readonly character: string;
  readonly length?: number | undefined;
}

/** Covers a text with a character and leaves its ends. */
export const mask = defineAnonymizer({
  id: "mask",
  version: 1,
  accepts: ["string"],
  returns: "string",
  properties: {
    deterministic: true,
    keyed: false,
    reversible: false,
    unique: "lossy",
    nulls: "kept",
    length: ({ preset, keepStart = 0, keepEnd = 0, length }: Parameters) =>
      preset === "email" ? 8 : length === undefined ? "as-input" : length + keepStart + keepEnd,
    showsPart: ({ preset, keepStart = 0, keepEnd = 0 }: Parameters) =>
      preset !== undefined || keepStart + keepEnd > 0,
  },
  params: z
    .strictObject({
      preset: z
        .enum(["card", "email", "phone"])
        .optional()
        .meta({
          label: text("Kind", "Вид"),
          help: text(
            "card leaves the last 4 digits, phone the last 2, email the first letter.",
            "card оставляет 4 последние цифры, phone — 2, email — первую букву.",
          ),
        }),
      keepStart: z
        .number()
        .int()
        .min(0)
        .max(100)
        .optional()
        .meta({ label: text("Keep at the start", "Оставить в начале") }),
      keepEnd: z
        .number()
        .int()
        .min(0)
        .max(100)
        .optional()
        .meta({ label: text("Keep at the end", "Оставить в конце") }),
      character: textParam({ min: 1, max: 2 })
        .default("*")
        .refine((character) => [...character].length === 1, { message: "one character" })
        .meta({ label: text("Character", "Символ") }),
      length: z
        .number()
        .int()
        .min(1)
        .max(100)
        .optional()
        .meta({
          label: text("Fixed length of the cover", "Постоянная длина маски"),
          help: text("Hides how long the value was.", "Скрывает длину значения."),
        }),
    })
    .refine((p) => p.preset === undefined || (p.keepStart ?? p.keepEnd ?? p.length) === undefined, {
      message: "a kind decides what is kept: give either a kind or numbers",
    }),
  compile: {
    duckdb: ({ value, params }) =>
      params.preset === undefined
        ? keepEnds(value, params.keepStart ?? 0, params.keepEnd ?? 0, params.character, params.length)
        : presets[params.preset](value, params.character),
  },
  loss: (params) =>
    params.preset === undefined && (params.keepStart ?? 0) + (params.keepEnd ?? 0) > 0 ? 0.5 : 0.8,
  technique: { dpv: null, etlx: "mask", label: text("Masking", "Маскирование") },
  docs: {
    title: text("Mask", "Маскировать"),
    summary: text(
      "Covers the value and leaves its ends; never more than half of it stays.",
      "Закрывает значение, оставляя края; остаётся не больше половины.",
    ),
    risk: text(
      "What stays may tell people apart. Never publish a mask and a pseudonym of one value together.",
      "Оставшееся может различать людей. Не публикуйте маску и псевдоним одного значения вместе.",
    ),
    examples: [
      { params: { keepStart: 1, keepEnd: 1 }, input: "Светлана", output: "С******а" },
      { params: { keepStart: 2, keepEnd: 2 }, input: "Anna", output: "****" },
      { params: { keepEnd: 1, length: 3, character: "•" }, input: "Christopher", output: "•••r" },
      { params: {}, input: "Anna", output: "****" },
      { params: { preset: "card" }, input: "4111 1111 1111 1234", output: "************1234" },
      { params: { preset: "card" }, input: "not a card", output: null },
      { params: { preset: "phone" }, input: "+7 (916) 123-45-67", output: "*********67" },
      { params: { preset: "email" }, input: "ivan@mail.ru", output: "i***@***" },
      { params: { preset: "email" }, input: "@mail.ru", output: null },
      { params: { keepStart: 1 }, input: null, output: null },
    ],
  },
});
