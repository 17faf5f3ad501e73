import { columnTypeNames } from "#lib/contracts";
import { sql } from "#lib/sql";
import { defineNullStrategy } from "../definition.ts";
import { text } from "../texts.ts";
import { orderedParams } from "./fitted-params.ts";

/** Fills a null with the nearest value after it. */
export const next = defineNullStrategy({
  kind: "null-strategy",
  id: "next",
  version: 1,
  accepts: columnTypeNames,
  params: orderedParams,
  fill: "ordered",
  compile: { duckdb: ({ value, after }) => ({ parts: { __near: after(value) }, value: sql`"__near"` }) },
  docs: {
    title: text("Next value", "Следующее значение"),
    summary: text(
      "An empty value becomes the nearest value after it in a given order; a row with none after it is rejected.",
      "Пустое значение заменяется ближайшим следующим в заданном порядке; строка, после которой значений нет, отклоняется.",
    ),
    examples: [
      { params: { order: ["n"] }, type: "integer", input: ",4,,6", output: "4,4,6,6" },
      { params: { order: ["n"] }, type: "string", input: "a,", output: "a," },
    ],
  },
});
