import { columnTypeNames } from "#lib/contracts";
import { defineNullStrategy } from "../definition.ts";
import { noParams, text } from "../texts.ts";

/** Sends rows with a null to quarantine. */
export const reject = defineNullStrategy({
  kind: "null-strategy",
  id: "reject",
  version: 1,
  accepts: columnTypeNames,
  params: noParams,
  fill: "policy",
  policy: "reject",
  docs: {
    title: text("Reject nulls", "Отклонять пустые"),
    summary: text(
      "A row with an empty value goes to quarantine.",
      "Строка с пустым значением попадает в карантин.",
    ),
    examples: [
      { input: null, output: null },
      { input: "a", output: "a" },
    ],
  },
});
