import { z } from "zod";
import { definePrivacyModel } from "../definition.ts";

/** L. Sweeney, Computational disclosure control, 2001: k-anonymity measured in the population instead of the sample. */
export const kMap = definePrivacyModel({
  id: "k-map",
  version: 1,
  params: z.object({
    k: z
      .number()
      .int()
      .min(1)
      .max(1_000_000_000)
      .meta({
        label: { en: "k: fewest persons of the population", ru: "k: наименьшее число людей совокупности" },
      }),
  }),
  closed: "supersets",
  needs: "population",
  compile: ({ k }) => ({ population: k }),
  docs: {
    title: { en: "k-map", ru: "k-map" },
    summary: {
      en: "At least k persons of the population have the quasi-identifiers of every class.",
      ru: "Квазиидентификаторы каждого класса имеют не менее k человек генеральной совокупности.",
    },
    risk: {
      en: "Protects only from those who do not know who is in the data.",
      ru: "Защищает только от тех, кто не знает, кто попал в данные.",
    },
    examples: [
      { params: { k: 3 }, class: [0], population: 3, holds: true },
      { params: { k: 3 }, class: [0, 0, 0], population: 2, holds: false },
    ],
  },
});
