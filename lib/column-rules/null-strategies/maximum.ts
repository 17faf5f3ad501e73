import { sql } from "#lib/sql";
import { defineNullStrategy } from "../definition.ts";
import { text } from "../texts.ts";
import { orderedTypes, positiveZero } from "./extremes.ts";
import { fittedParams } from "./fitted-params.ts";

/** Fills nulls with the greatest of the surviving values. */
export const maximum = defineNullStrategy({
  kind: "null-strategy",
  id: "maximum",
  version: 1,
  accepts: orderedTypes,
  params: fittedParams,
  fill: "fitted",
  compile: { duckdb: ({ value, type }) => sql`max(${value})${positiveZero(type.name)}` },
  docs: {
    title: text("Greatest value", "Наибольшее значение"),
    summary: text(
      "Empty values become the greatest of the others.",
      "Пустые значения заменяются наибольшим из остальных.",
    ),
    examples: [
      { type: "integer", input: "2,1,5", output: "5" },
      { type: "date", input: "2024-01-02,2024-01-01", output: "2024-01-02" },
      { input: "b,a", output: "b" },
      { type: "integer", input: null, output: null },
    ],
  },
});
