import { columnTypeNames } from "#lib/contracts";
import { defineNormalizer } from "../definition.ts";
import { noParams, text } from "../texts.ts";
import { trimmed, trimmedBySteps } from "./white-space.ts";

/** Removes white space, no-break and zero-width spaces included, from both ends of a text. */
export const trim = defineNormalizer({
  id: "trim",
  version: 1,
  phase: "text",
  accepts: columnTypeNames,
  returns: "text",
  params: noParams,
  compile: { duckdb: ({ value, step }) => (step ? trimmedBySteps(value, step) : trimmed(value)) },
  docs: {
    title: text("Trim", "Обрезка пробелов"),
    summary: text(
      "Removes white space from both ends, no-break and zero-width spaces included.",
      "Убирает пробельные символы по краям, включая неразрывные и нулевой ширины.",
    ),
    examples: [
      { input: "  Anna ", output: "Anna" },
      { input: "\u00a0\u202f\tАнна\u200b\r\n", output: "Анна" },
      { input: " \u3000 ", output: "" },
      { input: null, output: null },
    ],
  },
});
