import { z } from "zod";
import { definePrivacyModel } from "../definition.ts";
import { rowsBeyond } from "../rows-beyond.ts";

/** N. Li, T. Li, S. Venkatasubramanian, t-closeness, 2007: earth mover's distance over ranks of the values. */
export const orderedTCloseness = definePrivacyModel({
  id: "ordered-t-closeness",
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
      if (counts.length < 2) return 0;
      let ahead = 0;
      let sum = 0;
      let at = 0;
      for (let code = 0; code < counts.length; code++) {
        ahead -= (counts[code] ?? 0) * rows;
        if (at < length && codes[at] === code) ahead += (own[at++] ?? 0) * all;
        sum += Math.abs(ahead);
      }
      return sum / ((counts.length - 1) * all * rows);
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
    title: { en: "t-closeness, ordered distance", ru: "t-близость, порядковые расстояния" },
    summary: {
      en: "As t-closeness, with values the further apart, the more others stand between them.",
      ru: "Как t-близость, но значения тем дальше друг от друга, чем больше других стоит между ними.",
    },
    risk: {
      en: "Needs values with a meaningful order, such as amounts or stages.",
      ru: "Нужны значения с осмысленным порядком, например суммы или стадии.",
    },
    examples: [
      // Salaries 3k–11k of the paper: {3k, 4k, 5k} is 0.375 from the table, {6k, 8k, 11k} 0.167.
      {
        params: { column: "s", t: 0.37 },
        class: [0, 1, 2],
        table: [0, 1, 2, 3, 4, 5, 6, 7, 8],
        holds: false,
      },
      {
        params: { column: "s", t: 0.375 },
        class: [0, 1, 2],
        table: [0, 1, 2, 3, 4, 5, 6, 7, 8],
        holds: true,
      },
      {
        params: { column: "s", t: 0.167 },
        class: [3, 5, 8],
        table: [0, 1, 2, 3, 4, 5, 6, 7, 8],
        holds: true,
      },
      {
        params: { column: "s", t: 0.166 },
        class: [3, 5, 8],
        table: [0, 1, 2, 3, 4, 5, 6, 7, 8],
        holds: false,
      },
    ],
  },
});
