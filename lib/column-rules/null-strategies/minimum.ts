import { sql } from "#lib/sql";
import { defineNullStrategy } from "../definition.ts";
import { text } from "../texts.ts";
import { orderedTypes, positiveZero } from "./extremes.ts";
import { fittedParams } from "./fitted-params.ts";

/** Fills nulls with the least of the surviving values. */
export const minimum = defineNullStrategy({
  kind: "null-strategy",
  id: "minimum",
  version: 1,
  accepts: orderedTypes,
  params: fittedParams,
  fill: "fitted",
  compile: { duckdb: ({ value, type }) => sql`min(${value})${positiveZero(type.name)}` },
  docs: {
    title: text("Least value", "Наименьшее значение"),
    summary: text(
      "Empty values become the least of the others.",
      "Пустые значения заменяются наименьшим из остальных.",
    ),
    examples: [
      { type: "integer", input: "2,1,5", output: "1" },
      { type: "date", input: "2024-01-02,2024-01-01", output: "2024-01-01" },
      { input: "b,a", output: "a" },
      { type: "integer", input: null, output: null },
    ],
  },
});
