import { columnTypeNames } from "#lib/contracts";
import { defineNullStrategy } from "../definition.ts";
import { noParams, text } from "../texts.ts";

/** Leaves nulls as they are. */
export const keep = defineNullStrategy({
  kind: "null-strategy",
  id: "keep",
  version: 1,
  accepts: columnTypeNames,
  params: noParams,
  fill: "policy",
  policy: "keep",
  docs: {
    title: text("Keep nulls", "Оставить пустые"),
    summary: text("Empty values stay empty.", "Пустые значения остаются пустыми."),
    examples: [
      { input: null, output: null },
      { input: "a", output: "a" },
    ],
  },
});
