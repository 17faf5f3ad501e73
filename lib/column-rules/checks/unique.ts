import { defineCheck } from "../definition.ts";
import { noParams, text } from "../texts.ts";

/** No two surviving rows may hold the same value; nulls are not compared. */
export const unique = defineCheck({
  kind: "check",
  id: "unique",
  version: 1,
  accepts: [
    "string",
    "integer",
    "decimal",
    "boolean",
    "date",
    "time",
    "timestamp",
    "timestamp(tz)",
    "uuid",
    "binary",
  ],
  params: noParams,
  scope: "table",
  property: "unique",
  docs: {
    title: text("Unique", "Уникальность"),
    summary: text(
      "No value may occur twice in the table. All rows but the winner violate; empty values are not compared.",
      "Значение не должно повторяться в таблице. Нарушают все строки, кроме выбранной; пустые не сравниваются.",
    ),
    // Which of equal values wins is decided by the rows' hash.
    examples: [
      { input: "a7,b2,a7,c1", output: "passes,passes,violated,passes" },
      { input: "a7,,,A7", output: "passes,passes,passes,passes" },
    ],
  },
});
