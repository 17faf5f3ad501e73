import type { Text } from "#lib/kernel";

/** Why a search ended without the best there is, or without anything. */
export const reasons = {
  budget: {
    en: "The search's budget ended; better levels may exist",
    ru: "Бюджет поиска исчерпан; возможно, есть лучшие уровни",
  },
  lattice: {
    en: "There are too many combinations of levels to look through; better ones may exist",
    ru: "Сочетаний уровней слишком много, чтобы перебрать все; возможно, есть лучшие",
  },
  none: {
    en: "No levels of the hierarchies meet the models within the suppression limit",
    ru: "Никакие уровни иерархий не удовлетворяют моделям в пределах допустимого подавления",
  },
} satisfies Record<string, Text>;
