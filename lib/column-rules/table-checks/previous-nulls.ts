import { z } from "zod";
import { text } from "../texts.ts";
import { defineTableCheck } from "./definition.ts";
import { columnParam, shareParam } from "./params.ts";

/** The share of nulls in what is published may not grow too much. */
export const previousNulls = defineTableCheck({
  kind: "table-check",
  id: "previous-nulls",
  version: 1,
  params: z.strictObject({
    column: columnParam(text("Column", "Колонка")),
    maximumIncrease: shareParam(text("Greatest increase, a share", "Наибольший рост, доля")),
  }),
  scope: "gate",
  columnsUsed: ({ column }) => [column],
  compare: ({ column, maximumIncrease }, before, now) => {
    const [was, is] = [before, now].map(
      ({ columns }) => columns.find(({ name }) => name === column)?.nullShareAfter,
    );
    if (was === undefined || is === undefined) return { outcome: "not-comparable" };
    return { outcome: is - was > maximumIncrease ? "violated" : "passed", figure: is - was };
  },
  docs: {
    title: text("Nulls since the previous version", "Пустые с прошлой версии"),
    summary: text(
      "The share of empty values may grow by so much at most.",
      "Доля пустых значений может вырасти не больше чем на заданную величину.",
    ),
    examples: [
      {
        params: { column: "email", maximumIncrease: 0.05 },
        before: { nullShare: 0.02 },
        now: { nullShare: 0.06 },
        outcome: "passed",
      },
      {
        params: { column: "email", maximumIncrease: 0.05 },
        before: { nullShare: 0.02 },
        now: { nullShare: 0.1 },
        outcome: "violated",
      },
    ],
  },
});
