import { z } from "zod";
import { definePrivacyModel } from "../definition.ts";

/** A. Machanavajjhala et al., l-diversity, 2007: recursive (c, l). */
export const recursiveLDiversity = definePrivacyModel({
  id: "recursive-l-diversity",
  version: 1,
  params: z.object({
    column: z.string().meta({ label: { en: "Sensitive column", ru: "Чувствительная колонка" } }),
    l: z
      .number()
      .int()
      .min(2)
      .max(1_000_000)
      .meta({
        label: { en: "l: fewest well-represented values", ru: "l: наименьшее число представленных значений" },
      }),
    c: z
      .number()
      .positive()
      .max(1_000_000)
      .meta({
        label: {
          en: "c: how much more frequent the most frequent value may be",
          ru: "c: во сколько раз самое частое значение может быть чаще",
        },
      }),
  }),
  // The most frequent count is subadditive, the sum of the rare ones superadditive.
  closed: "unions",
  column: ({ column }) => column,
  compile: ({ column, l, c }) => ({
    values: {
      column,
      holds({ length, counts, rows }) {
        if (length < l) return false;
        const falling = counts.slice(0, length).sort().reverse();
        let frequent = 0;
        for (let at = 0; at < l - 1; at++) frequent += falling[at] ?? 0;
        return (falling[0] ?? 0) < c * (rows - frequent);
      },
      leastSuppressed: () => 1,
    },
  }),
  docs: {
    title: { en: "Recursive (c, l)-diversity", ru: "Рекурсивная (c, l)-диверсификация" },
    summary: {
      en: "In every class the most frequent sensitive value is rarer than c times all from the l-th most frequent on.",
      ru: "В каждом классе самое частое чувствительное значение встречается реже, чем в c раз чаще всех, начиная с l-го по частоте.",
    },
    risk: {
      en: "With a large c it says little more than distinct diversity.",
      ru: "При большом c требует немногим больше, чем различимая диверсификация.",
    },
    examples: [
      { params: { column: "s", l: 2, c: 2 }, class: [0, 0, 0, 1, 2], holds: true },
      { params: { column: "s", l: 2, c: 1.5 }, class: [0, 0, 0, 1, 2], holds: false },
      { params: { column: "s", l: 3, c: 9 }, class: [0, 1], holds: false },
    ],
  },
});
