import { defineKind } from "../definition.ts";
import { otherNames } from "../other-names.ts";
import { faked } from "../suggestions.ts";
import { looksLike } from "../value-tests.ts";

export const patronymic = defineKind({
  id: "patronymic",
  title: { en: "Patronymic", ru: "Отчество" },
  privacyClass: "direct-identifier",
  accepts: ["string"],
  names: {
    strong: ["patronymic", "middle_name", "otchestvo", "отчество", "second_name", "mname", "patr"],
    against: otherNames,
  },
  isWords: true,
  values: {
    matches: looksLike("(?i)\\p{L}{2,20}(?:ович|евич|[ьи]ич|овна|евна|инична|ична)"),
    chance: 0.003,
    most: 6,
  },
  suggest: faked("patronymic", { locale: "ru" }),
});
