import { z } from "zod";
import {
  and,
  checkExpression,
  columnsOf,
  compileExpression,
  type Expression,
  parseExpression,
  sql,
} from "#lib/sql";
import { text, textParam } from "../texts.ts";
import { defineTableCheck } from "./definition.ts";

function parsed(source: string): Expression {
  const result = parseExpression(source);
  if (!result.ok) throw new TypeError("parameters are parsed before they are used");
  return result.value;
}

/** A condition over several columns of a row. */
export const expression = defineTableCheck({
  kind: "table-check",
  id: "expression",
  version: 1,
  params: z.strictObject({
    condition: textParam({ min: 1 })
      .superRefine((source, context) => {
        const result = parseExpression(source);
        if (!result.ok)
          context.addIssue({
            code: "custom",
            message: `${result.error.message.en} (character ${result.error.at + 1})`,
          });
      })
      .meta({
        label: text("Condition", "Условие"),
        language: "expression",
        help: text(
          "What every row must fulfil: discharged >= admitted and (status <> 'paid' or total > 0).",
          "Чему должна удовлетворять каждая строка: discharged >= admitted and (status <> 'paid' or total > 0).",
        ),
      }),
  }),
  scope: "row",
  columnsUsed: ({ condition }) => columnsOf(parsed(condition)),
  columnsProblem: ({ condition }, datatypes) => {
    const result = checkExpression(parsed(condition), datatypes);
    if (!result.ok) {
      const { message, at } = result.error;
      return {
        en: `${message.en} (character ${at + 1})`,
        ru: `${message.ru} (знак ${at + 1})`,
      };
    }
    return result.value === "boolean"
      ? undefined
      : text("The expression is no condition.", "Выражение не является условием.");
  },
  violated: {
    // A row whose columns are all there, but whose condition cannot be computed, does not pass.
    duckdb: ({ params, column }) => {
      const condition = compileExpression(parsed(params.condition), column);
      const present = and(
        columnsOf(parsed(params.condition)).map((name) => sql`${column(name)} is not null`),
      );
      return sql`not coalesce(${condition}, not (${present}))`;
    },
  },
  docs: {
    title: text("Condition between columns", "Условие между колонками"),
    summary: text(
      "Every row must fulfil a condition over its columns. Where a column is empty and the condition unknown, the row passes.",
      "Каждая строка должна удовлетворять условию над её колонками. Если колонка пуста и условие неизвестно, строка проходит.",
    ),
    examples: [
      {
        params: { condition: "discharged >= admitted" },
        columns: { admitted: "date", discharged: "date" },
        rows: [
          ["2024-03-01", "2024-03-05"],
          ["2024-03-05", "2024-03-01"],
          ["2024-03-05", null],
        ],
        violating: [1],
      },
      {
        params: { condition: "status <> 'paid' or total > 0" },
        columns: { status: "string", total: "decimal(12,2)" },
        rows: [
          ["paid", "120.00"],
          ["paid", "0.00"],
          ["new", "0.00"],
        ],
        violating: [1],
      },
    ],
  },
});
