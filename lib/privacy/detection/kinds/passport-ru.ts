import { defineKind } from "../definition.ts";
import { pseudonymized } from "../suggestions.ts";
import { looksLike } from "../value-tests.ts";

export const passportRu = defineKind({
  id: "passport-ru",
  title: { en: "Russian passport", ru: "Паспорт РФ" },
  privacyClass: "direct-identifier",
  accepts: ["string", "integer"],
  names: {
    strong: [
      "passport",
      "passport_number",
      "passport_no",
      "passport_rf",
      "pasport",
      "паспорт",
      "серия_номер_паспорта",
      "номер_паспорта",
      "паспортные_данные",
      "passport_series",
      "серия_паспорта",
      "nomer_pasporta",
      "seriya_pasporta",
      "удостоверение_личности",
      "identity_document",
    ],
    weak: ["серия_номер", "серия_документа", "document_series"],
    against: [
      "foreign",
      "international",
      "zagran",
      "заграничный",
      "загранпаспорт",
      "issued",
      "date",
      "issue",
      "expiry",
    ],
  },
  values: {
    matches: looksLike("[0-9]{2}[ -]?[0-9]{2}[ ,№-]{0,4}[0-9]{6}|[0-9]{2} ?[0-9]{2}|[0-9]{6}"),
    chance: 0.15,
    most: 1.5,
  },
  isNumber: true,
  suggest: pseudonymized("person.passport"),
});
