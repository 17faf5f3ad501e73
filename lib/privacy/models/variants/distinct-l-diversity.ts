import { z } from "zod";
import { definePrivacyModel } from "../definition.ts";

/** A. Machanavajjhala et al., l-diversity: privacy beyond k-anonymity, 2007. */
export const distinctLDiversity = definePrivacyModel({
  id: "distinct-l-diversity",
  version: 1,
  params: z.object({
    column: z.string().meta({ label: { en: "Sensitive column", ru: "Чувствительная колонка" } }),
    l: z
      .number()
      .int()
      .min(1)
      .max(1_000_000)
      .meta({
        label: { en: "l: fewest well-represented values", ru: "l: наименьшее число представленных значений" },
      }),
  }),
  closed: "supersets",
  column: ({ column }) => column,
  compile: ({ column, l }) => ({
    values: { column, holds: ({ length }) => length >= l, leastSuppressed: ({ rows }) => rows },
  }),
  docs: {
    title: { en: "Distinct l-diversity", ru: "Различимая l-диверсификация" },
    summary: {
      en: "Every class has at least l different sensitive values.",
      ru: "В каждом классе не менее l различных чувствительных значений.",
    },
    risk: {
      en: "One value may still be almost certain when the others are rare.",
      ru: "Одно значение может оставаться почти достоверным, если остальные редки.",
    },
    examples: [
      { params: { column: "s", l: 2 }, class: [0, 0, 1], holds: true },
      { params: { column: "s", l: 2 }, class: [1, 1, 1], holds: false },
      { params: { column: "s", l: 3 }, class: [0, 1, 0, 1], holds: false },
    ],
  },
});
