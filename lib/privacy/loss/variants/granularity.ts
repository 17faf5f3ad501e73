import { z } from "zod";
import { aggregates } from "../aggregates.ts";
import { defineLoss } from "../definition.ts";

/** Losses are cut off after ten decimals, as ARX does, so that summation order cannot change which choice is best. */
const decimals = 1e10;

/**
 * Share of the domain that a value may stand for (normalized certainty penalty: J. Xu et al., 2006; V. Iyengar, 2002), with
 * the factors of ARX: below 0.5 `gsFactor` makes suppression cheaper, above it generalization.
 */
export const granularity = defineLoss({
  id: "granularity",
  version: 1,
  params: z.object({
    aggregate: z
      .enum(["geometric-mean", "arithmetic-mean"])
      .default("geometric-mean")
      .meta({ label: { en: "Mean over columns", ru: "Среднее по колонкам" } }),
    gsFactor: z
      .number()
      .min(0)
      .max(1)
      .default(0.5)
      .meta({
        label: {
          en: "Weight of generalization against suppression",
          ru: "Вес обобщения относительно подавления",
        },
        help: {
          en: "Below 0.5 suppression is cheaper, above it generalization.",
          ru: "Меньше 0,5 — дешевле подавление, больше — обобщение.",
        },
      }),
  }),
  prepare({ aggregate, gsFactor }) {
    const generalized = 1 - 2 * Math.max(0, gsFactor - 0.5);
    const suppressed = Math.min(1, 2 * gsFactor);
    return {
      of: "columns",
      costs({ column, counts, rows }) {
        const shares = column.levels.map(({ labels, share }) =>
          Float64Array.from(labels, (label) => share[label] ?? 1),
        );
        const kept = shares.map((level) => level.map((share) => generalized * share));
        const least = counts.reduce((sum, count, code) => sum + count * (kept[0]?.[code] ?? 0), 0);
        return {
          kept,
          suppressed: shares.map((level) => level.map((share) => share + suppressed * (1 - share))),
          normalize: (sum) =>
            rows - least <= 0
              ? 0
              : Math.floor(Math.max(0, (sum - least) / (rows - least)) * decimals) / decimals,
        };
      },
      aggregate: aggregates[aggregate],
    };
  },
  docs: {
    title: { en: "Granularity", ru: "Гранулярность" },
    summary: {
      en: "How much of its domain each published value covers: 0 is untouched, 1 says nothing.",
      ru: "Какую часть своей области значений покрывает опубликованное значение: 0 — не изменено, 1 — ничего не говорит.",
    },
    examples: [
      {
        rows: [
          ["02139", "02139"],
          ["02139", "02139"],
          ["94110", "94110"],
          ["94110", "94110"],
        ],
        loss: 0,
      },
      {
        rows: [
          ["02139", "021*"],
          ["02139", "021*"],
          ["02141", "021*"],
          ["94110", null],
        ],
        loss: 0.625,
      },
      {
        params: { gsFactor: 0.25 },
        rows: [
          ["02139", "021*"],
          ["02139", "021*"],
          ["02141", "021*"],
          ["94110", null],
        ],
        loss: 0.5,
      },
    ],
  },
});
