import { sql } from "#lib/sql";
import { defineNullStrategy } from "../definition.ts";
import { text } from "../texts.ts";
import { positiveZero } from "./extremes.ts";
import { fittedParams } from "./fitted-params.ts";

/** Fills nulls with the middle one of the surviving values. */
export const median = defineNullStrategy({
  kind: "null-strategy",
  id: "median",
  version: 1,
  accepts: ["integer", "decimal", "float", "date", "timestamp", "timestamp(tz)"],
  params: fittedParams,
  fill: "fitted",
  // Discrete: a value that occurs, the smaller of the middle two.
  place: { duckdb: (count) => sql`(${count} + 1) // 2` },
  compile: { duckdb: ({ value, type }) => sql`${value}${positiveZero(type.name)}` },
  docs: {
    title: text("Median", "Медиана"),
    summary: text(
      "Empty values become the middle value of the others; of two middle ones the smaller.",
      "Пустые значения заменяются медианой остальных; из двух средних берётся меньшее.",
    ),
    examples: [
      { type: "integer", input: "5,1,3", output: "3" },
      { type: "integer", input: "4,1,3,2", output: "2" },
      { type: "decimal(10,2)", input: "0.30,0.10", output: "0.10" },
      { type: "date", input: "2024-01-03,2024-01-01,2024-01-02", output: "2024-01-02" },
      { type: "integer", input: null, output: null },
    ],
  },
});
