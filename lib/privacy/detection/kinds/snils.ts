import { defineKind } from "../definition.ts";
import { renumbered } from "../suggestions.ts";
import { isSnils } from "../value-tests.ts";

export const snils = defineKind({
  id: "snils",
  title: { en: "Pension insurance number (SNILS)", ru: "СНИЛС" },
  privacyClass: "direct-identifier",
  accepts: ["string", "integer"],
  names: {
    strong: ["snils", "снилс", "pension_number", "insurance_number", "страховой_номер"],
    against: ["policy"],
  },
  values: { matches: isSnils, chance: 0.012, most: 7 },
  isNumber: true,
  suggest: renumbered("snils"),
});
