import { z } from "zod";
import { definePrivacyModel } from "../definition.ts";

/** L. Sweeney, k-anonymity: a model for protecting privacy, 2002. */
export const kAnonymity = definePrivacyModel({
  id: "k-anonymity",
  version: 1,
  params: z.object({
    k: z
      .number()
      .int()
      .min(1)
      .max(1_000_000_000)
      .meta({ label: { en: "k: fewest persons of a class", ru: "k: наименьшее число людей в классе" } }),
  }),
  closed: "supersets",
  compile: ({ k }) => ({ smallest: k }),
  docs: {
    title: { en: "k-anonymity", ru: "k-анонимность" },
    summary: {
      en: "Every class of equal quasi-identifiers has at least k persons.",
      ru: "В каждом классе одинаковых квазиидентификаторов не менее k человек.",
    },
    risk: {
      en: "Says nothing of sensitive values: a class where all share one gives it away.",
      ru: "Ничего не говорит о чувствительных значениях: класс с единственным значением его раскрывает.",
    },
    examples: [
      { params: { k: 3 }, class: [0, 0, 1], holds: true },
      { params: { k: 3 }, class: [0, 1], holds: false },
    ],
  },
});
