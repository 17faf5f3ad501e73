import { z } from "zod";
import { text } from "../texts.ts";
import { defineTableCheck } from "./definition.ts";
import { columnsParam } from "./params.ts";

/** No two surviving rows may agree in all of some columns. */
export const uniqueTogether = defineTableCheck({
  kind: "table-check",
  id: "unique-together",
  version: 1,
  params: z.strictObject({ columns: columnsParam(text("Columns", "Колонки")) }),
  scope: "unique",
  columnsUsed: ({ columns }) => columns,
  docs: {
    title: text("Unique together", "Уникальность сочетания"),
    summary: text(
      "No combination of values may occur twice. All rows but the winner violate; rows with an empty value are not compared.",
      "Сочетание значений не должно повторяться. Нарушают все строки, кроме выбранной; строки с пустым значением не сравниваются.",
    ),
    examples: [
      {
        params: { columns: ["customer", "ordered_on"] },
        columns: { order: "integer", customer: "integer", ordered_on: "date" },
        rows: [
          ["1", "17", "2024-05-01"],
          ["2", "17", "2024-05-01"],
          ["3", "18", "2024-05-01"],
          ["4", "17", null],
          ["5", "17", null],
        ],
        violating: [1],
      },
    ],
  },
});
