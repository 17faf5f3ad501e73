import { z } from "zod";
import { text, textParam } from "../texts.ts";
import { defineTableCheck } from "./definition.ts";
import { columnsParam } from "./params.ts";

/** Values must occur in another table, which need not be keyed by them. */
export const reference = defineTableCheck({
  kind: "table-check",
  id: "reference",
  version: 1,
  params: z
    .strictObject({
      columns: columnsParam(text("Columns", "Колонки")),
      table: textParam({ min: 1, max: 120 }).meta({
        label: text("Other table", "Другая таблица"),
        names: "table",
      }),
      references: columnsParam(text("Its columns", "Её колонки"), "table"),
    })
    .refine((p) => p.columns.length === p.references.length, {
      message: "as many columns as the other table's",
      path: ["references"],
    }),
  scope: "reference",
  columnsUsed: ({ columns }) => columns,
  target: ({ table, references }) => ({ table, columns: references }),
  docs: {
    title: text("Occurs in another table", "Есть в другой таблице"),
    summary: text(
      "The values must occur together in some surviving row of another table; rows with an empty value pass.",
      "Значения должны вместе встречаться в одной из оставшихся строк другой таблицы; строки с пустым значением проходят.",
    ),
    examples: [
      {
        params: { columns: ["city"], table: "cities", references: ["name"] },
        columns: { visit: "integer", city: "string" },
        rows: [
          ["1", "Riga"],
          ["2", "Rigga"],
          ["3", null],
        ],
        other: { columns: { name: "string" }, rows: [["Riga"], ["Tartu"]] },
        violating: [1],
      },
    ],
  },
});
