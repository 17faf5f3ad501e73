import { z } from "zod";
import { columnTypeNames } from "#lib/contracts";
import { sql } from "#lib/sql";
import { defineNullStrategy } from "../definition.ts";
import { text, textParam } from "../texts.ts";
import { typedLiteral } from "../typed-literal.ts";

/** Fills nulls with a value of the document. */
export const constant = defineNullStrategy({
  kind: "null-strategy",
  id: "constant",
  version: 1,
  accepts: columnTypeNames,
  params: z.strictObject({
    value: z.union([textParam(), z.number(), z.boolean()]).meta({
      label: text("Value", "Значение"),
      help: text("Written as a value of the column's type.", "В записи типа колонки."),
    }),
  }),
  holdsValues: ["value"],
  problem: (params, type) =>
    typedLiteral(params.value, type) === undefined
      ? text(
          "The constant is not a value of the column's type.",
          "Константа не является значением типа колонки.",
        )
      : undefined,
  fill: "row",
  // Null where it does not fit, so that nothing made up by a cast is filled in; `problem` says so before a run.
  compile: { duckdb: ({ type, params }) => typedLiteral(params.value, type) ?? sql`null` },
  docs: {
    title: text("Constant", "Константа"),
    summary: text("Empty values become a given value.", "Пустые значения заменяются заданным."),
    examples: [
      { params: { value: "unknown" }, input: null, output: "unknown" },
      { params: { value: 0 }, type: "decimal(10,2)", input: null, output: "0.00" },
      { params: { value: "1900-01-01" }, type: "date", input: null, output: "1900-01-01" },
      { params: { value: "unknown" }, input: "", output: "" },
    ],
  },
});
