import { z } from "zod";
import { defineLoss } from "../definition.ts";

/** K. LeFevre et al., Mondrian multidimensional k-anonymity, 2006, without its constant divisor k; suppressed rows form one class. */
export const averageClassSize = defineLoss({
  id: "average-class-size",
  version: 1,
  params: z.object({}),
  prepare: () => ({
    of: "classes",
    score: ({ rows, classes, suppressedRows }) => rows / Math.max(1, classes + (suppressedRows > 0 ? 1 : 0)),
  }),
  docs: {
    title: { en: "Average class size", ru: "Средний размер класса" },
    summary: {
      en: "Rows per class; suppressed rows are a class together.",
      ru: "Строк на класс; скрытые строки вместе составляют один класс.",
    },
    examples: [
      {
        rows: [
          ["02139", "02139"],
          ["02139", "02139"],
          ["94110", "94110"],
          ["94110", "94110"],
        ],
        loss: 2,
      },
      {
        rows: [
          ["02139", "021*"],
          ["02139", "021*"],
          ["02141", "021*"],
          ["94110", null],
        ],
        loss: 2,
      },
      {
        rows: [
          ["02139", "*"],
          ["02139", "*"],
          ["94110", "*"],
          ["94110", "*"],
        ],
        loss: 4,
      },
    ],
  },
});
