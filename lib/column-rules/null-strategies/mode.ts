import { sql } from "#lib/sql";
import { defineNullStrategy } from "../definition.ts";
import { text } from "../texts.ts";
import { fittedParams } from "./fitted-params.ts";

/** Fills nulls with the most frequent of the surviving values. */
export const mode = defineNullStrategy({
  kind: "null-strategy",
  id: "mode",
  version: 1,
  accepts: ["string", "integer", "decimal", "boolean", "date", "time", "timestamp", "uuid"],
  params: fittedParams,
  fill: "fitted",
  overCounts: true,
  // The engine's own `mode` takes whichever of equally frequent values came first, and keeps all of them in memory.
  compile: {
    duckdb: ({ value, rows = sql`1` }) =>
      sql`struct_extract(min({'rarity': -(${rows}), 'value': ${value}}), 'value')`,
  },
  docs: {
    title: text("Mode", "Мода"),
    summary: text(
      "Empty values become the most frequent of the others; of equally frequent ones the smallest.",
      "Пустые значения заменяются самым частым из остальных; из одинаково частых берётся наименьшее.",
    ),
    examples: [
      { input: "b,a,b", output: "b" },
      { input: "b,a,b,a", output: "a" },
      { type: "integer", input: "7,5,7", output: "7" },
      { input: null, output: null },
    ],
  },
});
