import { z } from "zod";
import { join, literal, type Sql, sql } from "#lib/sql";
import { defineAnonymizer } from "../definition.ts";
import { lowPopulationZip3 } from "../low-population-zip3.ts";
import { text, textParam } from "../texts.ts";

/** Five digits, with or without four more; the area of three, or 000 where few people live. */
function zip3(value: Sql): Sql {
  const area = sql`left(case when regexp_full_match(${value}, '[0-9]{5}(-?[0-9]{4})?') then ${value} end, 3)`;
  return sql`case when ${area} in (${join(lowPopulationZip3.map(literal))}) then '000' else ${area} end`;
}

interface Parameters {
  readonly preset?: "us-zip3" | undefined;
  readonly keep?: number | undefined;
  readonly rest: "mask" | "cut";
  readonly character: string;
  readonly short: "reject" | "keep";
}

/** Keeps the first characters of a code whose beginning is the coarser part: postal codes, classifications. */
export const generalizePrefix = defineAnonymizer({
  id: "generalize-prefix",
  version: 1,
  accepts: ["string"],
  returns: "string",
  properties: {
    deterministic: true,
    keyed: false,
    reversible: false,
    unique: "lossy",
    nulls: "kept",
    length: ({ preset, keep, rest }: Parameters) =>
      preset !== undefined ? 3 : rest === "cut" ? (keep ?? 0) : "as-input",
    showsPart: true,
  },
  params: z
    .strictObject({
      preset: z
        .enum(["us-zip3"])
        .optional()
        .meta({
          label: text("Kind", "Вид"),
          help: text(
            "us-zip3: the first three digits of a ZIP code, 000 for areas of at most 20,000 people, as HIPAA asks.",
            "us-zip3: первые три цифры почтового индекса США, 000 для районов до 20 000 жителей, как требует HIPAA.",
          ),
        }),
      keep: z
        .number()
        .int()
        .min(1)
        .max(50)
        .optional()
        .meta({ label: text("Characters to keep", "Оставить символов") }),
      rest: z
        .enum(["mask", "cut"])
        .default("mask")
        .meta({
          label: text("The rest", "Остальное"),
          help: text("mask shows how long the value was.", "mask показывает длину значения."),
        }),
      character: textParam({ min: 1, max: 2 })
        .default("*")
        .refine((character) => [...character].length === 1, { message: "one character" })
        .meta({ label: text("Character", "Символ") }),
      short: z
        .enum(["reject", "keep"])
        .default("reject")
        .meta({
          label: text("Values that are no longer than that", "Значения не длиннее этого"),
          help: text(
            "reject sends the row to quarantine; keep publishes the value, as classifications need it.",
            "reject отправляет строку в карантин; keep публикует значение: так нужно классификаторам.",
          ),
        }),
    })
    .refine((p) => (p.preset === undefined) !== (p.keep === undefined), {
      message: "give either a kind or a number of characters",
    })
    .refine(
      (p) => p.preset === undefined || (p.rest === "mask" && p.character === "*" && p.short === "reject"),
      {
        message: "a kind decides how it is written",
      },
    ),
  compile: {
    duckdb: ({ value, params: { preset, keep = 0, rest, character, short } }) => {
      if (preset !== undefined) return zip3(value);
      const head = sql`left(${value}, ${keep})`;
      const whole = rest === "cut" ? head : sql`${head} || repeat(${character}, length(${value}) - ${keep})`;
      const least = short === "keep" ? sql`` : sql` when length(${value}) <= ${keep} then null`;
      return sql`case${least} when length(${value}) <= ${keep} then ${value} when ${value} is not null then ${whole} end`;
    },
  },
  loss: ({ keep }) => (keep === undefined ? 0.5 : Math.max(0.2, 1 - keep / 10)),
  technique: { dpv: null, etlx: "generalize-prefix", label: text("Generalisation", "Обобщение") },
  docs: {
    title: text("Coarsen codes by prefix", "Огрубление кодов по началу"),
    summary: text(
      "Keeps the first characters of a postal code or a classification.",
      "Оставляет первые символы почтового индекса или кода классификатора.",
    ),
    risk: text(
      "How many people share a beginning differs: small areas stay small.",
      "Под одним началом бывает разное число людей: малые районы остаются малыми.",
    ),
    examples: [
      { params: { keep: 3 }, input: "127051", output: "127***" },
      { params: { keep: 3, rest: "cut" }, input: "127051", output: "127" },
      { params: { keep: 3, rest: "cut" }, input: "I10", output: null },
      { params: { keep: 3, rest: "cut", short: "keep" }, input: "I10", output: "I10" },
      { params: { keep: 3, rest: "cut", short: "keep" }, input: "I10.9", output: "I10" },
      { params: { keep: 1, character: "•" }, input: "Ёж", output: "Ё•" },
      { params: { preset: "us-zip3" }, input: "02139-4307", output: "021" },
      { params: { preset: "us-zip3" }, input: "03601", output: "000" },
      { params: { preset: "us-zip3" }, input: "2139", output: null },
      { params: { keep: 3 }, input: null, output: null },
    ],
  },
});
