import { defineKind } from "../definition.ts";
import { renumbered } from "../suggestions.ts";
import { isIban } from "../value-tests.ts";

export const iban = defineKind({
  id: "iban",
  title: { en: "IBAN", ru: "IBAN" },
  privacyClass: "direct-identifier",
  accepts: ["string"],
  names: { strong: ["iban"] },
  values: { matches: isIban, chance: 0.001, most: 7 },
  suggest: renumbered("iban"),
});
