import { defineKind } from "../definition.ts";
import { pseudonymized } from "../suggestions.ts";
import { looksLike } from "../value-tests.ts";

export const passportForeign = defineKind({
  id: "passport-foreign",
  title: { en: "Passport for travel abroad", ru: "Заграничный паспорт" },
  privacyClass: "direct-identifier",
  accepts: ["string", "integer"],
  names: {
    strong: [
      "foreign_passport",
      "international_passport",
      "zagranpasport",
      "zagran",
      "загранпаспорт",
      "заграничный_паспорт",
      "travel_passport",
    ],
    weak: ["passport", "паспорт"],
    against: ["expiry", "date"],
  },
  values: { matches: looksLike("[0-9]{2} ?[№ ]{0,2}[0-9]{7}|[A-Z]{1,2}[0-9]{6,8}"), chance: 0.2, most: 1 },
  suggest: pseudonymized("person.passport"),
});
