import { z } from "zod";
import { definePrivacyModel } from "../definition.ts";
import { rounding } from "../rounding.ts";

/** A. Machanavajjhala et al., l-diversity, 2007: the entropy of a class is at least log l. */
export const entropyLDiversity = definePrivacyModel({
  id: "entropy-l-diversity",
  version: 1,
  params: z.object({
    column: z.string().meta({ label: { en: "Sensitive column", ru: "Чувствительная колонка" } }),
    l: z
      .number()
      .min(1)
      .max(1_000_000)
      .meta({
        label: { en: "l: fewest well-represented values", ru: "l: наименьшее число представленных значений" },
      }),
  }),
  // Entropy is concave: it is at least that of the parts, but a part of low entropy can pull a class down.
  closed: "unions",
  column: ({ column }) => column,
  compile({ column, l }) {
    const least = Math.log(l) - rounding;
    return {
      values: {
        column,
        holds({ length, counts, rows }) {
          let sum = 0;
          for (let at = 0; at < length; at++) {
            const count = counts[at] ?? 0;
            sum += count * Math.log(count);
          }
          return Math.log(rows) - sum / rows >= least;
        },
        leastSuppressed: () => 1,
      },
    };
  },
  docs: {
    title: { en: "Entropy l-diversity", ru: "Энтропийная l-диверсификация" },
    summary: {
      en: "Sensitive values of every class are spread as evenly as over l equally frequent ones.",
      ru: "Чувствительные значения каждого класса распределены не хуже, чем l равновероятных значений.",
    },
    risk: {
      en: "Hard to meet where one value is common in the whole table.",
      ru: "Трудно выполнить, если одно значение часто встречается во всей таблице.",
    },
    examples: [
      { params: { column: "s", l: 3 }, class: [0, 1, 2], holds: true },
      { params: { column: "s", l: 2 }, class: [0, 0, 0, 1], holds: false },
      { params: { column: "s", l: 1.7 }, class: [0, 0, 0, 1], holds: true },
    ],
  },
});
