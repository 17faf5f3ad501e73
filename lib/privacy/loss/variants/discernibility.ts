import { z } from "zod";
import { defineLoss } from "../definition.ts";

/** R. Bayardo, R. Agrawal, Data privacy through optimal k-anonymization, 2005; relative to its largest value, rows². */
export const discernibility = defineLoss({
  id: "discernibility",
  version: 1,
  params: z.object({}),
  prepare: () => ({
    of: "classes",
    score: ({ rows, squares, suppressedRows }) => (squares / rows + suppressedRows) / rows,
  }),
  docs: {
    title: { en: "Discernibility", ru: "Различимость" },
    summary: {
      en: "Share of rows that a row cannot be told apart from; for a suppressed row it is all of them.",
      ru: "Доля строк, от которых строка неотличима; скрытая неотличима от всех.",
    },
    examples: [
      {
        rows: [
          ["02139", "02139"],
          ["02139", "02139"],
          ["94110", "94110"],
          ["94110", "94110"],
        ],
        loss: 0.5,
      },
      {
        rows: [
          ["02139", "021*"],
          ["02139", "021*"],
          ["02141", "021*"],
          ["94110", null],
        ],
        loss: 0.8125,
      },
    ],
  },
});
