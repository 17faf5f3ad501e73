import { defineKind } from "../definition.ts";
import { renumbered } from "../suggestions.ts";
import { isInn } from "../value-tests.ts";

export const inn = defineKind({
  id: "inn",
  title: { en: "Taxpayer number (INN)", ru: "ИНН" },
  privacyClass: "direct-identifier",
  accepts: ["string", "integer"],
  names: { strong: ["inn", "инн", "tax_id", "taxpayer_number", "tin", "taxpayer_id"] },
  values: { matches: isInn, chance: 0.09, most: 6 },
  isNumber: true,
  suggest: renumbered("inn"),
});
