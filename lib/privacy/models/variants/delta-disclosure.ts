import { z } from "zod";
import { definePrivacyModel } from "../definition.ts";

/**
 * J. Brickell, V. Shmatikov, The cost of privacy, 2008: |log₂(p / q)| < δ for every value of the table, so one that a class
 * lacks violates it. (ARX looks only at the values that a class has.)
 */
export const deltaDisclosure = definePrivacyModel({
  id: "delta-disclosure",
  version: 1,
  params: z.object({
    column: z.string().meta({ label: { en: "Sensitive column", ru: "Чувствительная колонка" } }),
    delta: z
      .number()
      .positive()
      .max(1000)
      .meta({
        label: {
          en: "δ: greatest change of any share, as a logarithm",
          ru: "δ: наибольшее изменение доли, логарифм",
        },
      }),
  }),
  closed: "unions",
  column: ({ column }) => column,
  compile({ column, delta }, table) {
    const counts = table?.counts ?? new Float64Array();
    const all = table?.rows ?? 0;
    const present = counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
    return {
      values: {
        column,
        holds({ length, codes, counts: own, rows }) {
          if (length < present) return false;
          for (let at = 0; at < length; at++) {
            const ratio = ((own[at] ?? 0) * all) / ((counts[codes[at] ?? 0] ?? 0) * rows);
            if (!(Math.abs(Math.log2(ratio)) < delta)) return false;
          }
          return true;
        },
        leastSuppressed: () => 1,
      },
    };
  },
  docs: {
    title: { en: "δ-disclosure privacy", ru: "δ-раскрытие" },
    summary: {
      en: "No class makes a sensitive value more than 2^δ times likelier or unlikelier than it is in the table.",
      ru: "Ни один класс не делает чувствительное значение более чем в 2^δ раз вероятнее или маловероятнее, чем в таблице.",
    },
    risk: {
      en: "Strict: every class must have every value of the table.",
      ru: "Строгая модель: в каждом классе должны встречаться все значения таблицы.",
    },
    examples: [
      { params: { column: "s", delta: 1 }, class: [0, 0, 1], table: [0, 0, 1, 1], holds: true },
      { params: { column: "s", delta: 1 }, class: [0, 0, 0, 1], table: [0, 0, 0, 1, 1, 1], holds: false },
      { params: { column: "s", delta: 9 }, class: [0, 0], table: [0, 0, 1], holds: false },
    ],
  },
});
