import { z } from "zod";
import { definePrivacyModel } from "../definition.ts";
import { rowsBeyond } from "../rows-beyond.ts";

/** N. Li, T. Li, S. Venkatasubramanian, t-closeness, 2007: earth mover's distance where all values are equally far apart. */
export const equalTCloseness = definePrivacyModel({
  id: "equal-t-closeness",
  version: 1,
  params: z.object({
    column: z.string().meta({ label: { en: "Sensitive column", ru: "Чувствительная колонка" } }),
    t: z
      .number()
      .min(0)
      .max(1)
      .meta({
        label: {
          en: "t: greatest distance from the whole table",
          ru: "t: наибольшее расстояние до всей таблицы",
        },
      }),
  }),
  closed: "unions",
  column: ({ column }) => column,
  compile({ column, t }, table) {
    const counts = table?.counts ?? new Float64Array();
    const all = table?.rows ?? 0;
    const distance = (length: number, codes: Int32Array, own: Float64Array, rows: number): number => {
      // Numerators are whole, so the order of summation does not matter: Σ |own · all − table · rows|.
      let sum = 0;
      let seen = 0;
      for (let at = 0; at < length; at++) {
        const whole = counts[codes[at] ?? 0] ?? 0;
        seen += whole;
        sum += Math.abs((own[at] ?? 0) * all - whole * rows);
      }
      return (sum + (all - seen) * rows) / (2 * all * rows);
    };
    return {
      values: {
        column,
        holds: (of) => distance(of.length, of.codes, of.counts, of.rows) <= t,
        leastSuppressed: (of) => rowsBeyond(distance(of.length, of.codes, of.counts, of.rows), t, of.rows),
      },
    };
  },
  docs: {
    title: { en: "t-closeness, equal distance", ru: "t-близость, равные расстояния" },
    summary: {
      en: "The distribution of sensitive values in every class differs from the table's by at most t.",
      ru: "Распределение чувствительных значений в каждом классе отличается от табличного не более чем на t.",
    },
    risk: {
      en: "Treats all values as equally far apart: 10 and 11 differ as much as 10 and 90.",
      ru: "Считает все значения равноудалёнными: 10 и 11 различаются так же, как 10 и 90.",
    },
    examples: [
      { params: { column: "s", t: 0.25 }, class: [0, 0, 0, 1], table: [0, 0, 0, 1, 1, 1], holds: true },
      { params: { column: "s", t: 0.24 }, class: [0, 0, 0, 1], table: [0, 0, 0, 1, 1, 1], holds: false },
    ],
  },
});
