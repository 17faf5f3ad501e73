import { defineKind } from "../definition.ts";
import { dropped } from "../suggestions.ts";
import { looksLike } from "../value-tests.ts";

export const diagnosis = defineKind({
  id: "diagnosis",
  title: { en: "Diagnosis", ru: "Диагноз" },
  privacyClass: "sensitive",
  accepts: ["string"],
  names: {
    strong: [
      "diagnosis",
      "icd",
      "icd10",
      "icd_10",
      "mkb",
      "mkb10",
      "мкб",
      "мкб10",
      "мкб_10",
      "диагноз",
      "diagnoz",
      "disease",
      "болезнь",
      "заболевание",
      "код_мкб",
      "disability",
      "инвалидность",
      "blood_type",
      "группа_крови",
    ],
    against: ["date"],
  },
  values: { matches: looksLike("[A-TV-Z][0-9]{2}(?:\\.[0-9]{1,2})?"), chance: 0.02, most: 4 },
  suggest: dropped,
});
