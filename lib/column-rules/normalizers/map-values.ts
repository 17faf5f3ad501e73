import { z } from "zod";
import { join, literal, sql, unsafeText } from "#lib/sql";
import { defineNormalizer } from "../definition.ts";
import { text, textParam } from "../texts.ts";

const folded = (word: string): string => word.trim().toLowerCase();

/** Replaces texts by texts. A text that is not mapped stays, or counts as one that does not parse. */
export const mapValues = defineNormalizer({
  id: "map-values",
  version: 1,
  phase: "parse",
  accepts: ["string", "integer", "decimal", "float", "boolean", "date", "uuid"],
  returns: "text",
  params: z
    .strictObject({
      pairs: z
        .array(z.tuple([textParam(), textParam()]))
        .min(1)
        .max(2000)
        .meta({ label: text("From → to", "Из → в") }),
      onUnmapped: z
        .enum(["keep", "reject"])
        .default("keep")
        .meta({ label: text("Other values", "Остальные значения") }),
      ignoreCase: z
        .boolean()
        .default(false)
        .meta({ label: text("Ignore case and outer spaces", "Не учитывать регистр и пробелы по краям") }),
    })
    .refine(
      ({ pairs, ignoreCase }) =>
        new Set(pairs.map(([from]) => (ignoreCase ? folded(from) : from))).size === pairs.length,
      { message: "a value is mapped twice" },
    ),
  holdsValues: ["pairs"],
  compile: {
    duckdb: ({ value, params }) => {
      const subject = params.ignoreCase ? sql`lower(trim(${value}))` : value;
      const cases = params.pairs.map(
        ([from, to]) => sql`when ${literal(params.ignoreCase ? folded(from) : from)} then ${literal(to)}`,
      );
      const other = params.onUnmapped === "keep" ? value : sql`null`;
      return sql`case ${subject} ${join(cases, unsafeText(" "))} else ${other} end`;
    },
  },
  docs: {
    title: text("Map values", "Замена значений"),
    summary: text(
      "Replaces given values by others. Values that are not listed stay, or are rejected as unreadable.",
      "Заменяет перечисленные значения другими. Остальные остаются или отклоняются как нечитаемые.",
    ),
    examples: [
      {
        params: {
          pairs: [
            ["M", "male"],
            ["м", "male"],
          ],
        },
        input: "м",
        output: "male",
      },
      { params: { pairs: [["M", "male"]], ignoreCase: true }, input: " m", output: "male" },
      { params: { pairs: [["M", "male"]] }, input: "x", output: "x" },
      { params: { pairs: [["M", "male"]], onUnmapped: "reject" }, input: "x", output: null },
      { params: { pairs: [["M", "male"]] }, input: null, output: null },
    ],
  },
});
