import { columnTypeNames } from "#lib/contracts";
import { sql } from "#lib/sql";
import { defineNullStrategy } from "../definition.ts";
import { text } from "../texts.ts";
import { orderedParams } from "./fitted-params.ts";

/** Fills a null with the nearest value before it. */
export const previous = defineNullStrategy({
  kind: "null-strategy",
  id: "previous",
  version: 1,
  accepts: columnTypeNames,
  params: orderedParams,
  fill: "ordered",
  compile: { duckdb: ({ value, before }) => ({ parts: { __near: before(value) }, value: sql`"__near"` }) },
  docs: {
    title: text("Previous value", "Предыдущее значение"),
    summary: text(
      "An empty value becomes the nearest value before it in a given order; a row with none before it is rejected.",
      "Пустое значение заменяется ближайшим предыдущим в заданном порядке; строка, перед которой значений нет, отклоняется.",
    ),
    examples: [
      { params: { order: ["n"] }, type: "integer", input: "4,,6,", output: "4,4,6,6" },
      { params: { order: ["n"] }, type: "string", input: ",a", output: ",a" },
    ],
  },
});
