import { defineKind } from "../definition.ts";
import { renumbered } from "../suggestions.ts";
import { isCard } from "../value-tests.ts";

export const card = defineKind({
  id: "card",
  title: { en: "Payment card number", ru: "Номер платёжной карты" },
  privacyClass: "direct-identifier",
  accepts: ["string", "integer"],
  names: {
    strong: [
      "card_number",
      "card_no",
      "pan",
      "credit_card",
      "cc_number",
      "card",
      "nomer_karty",
      "номер_карты",
      "карта",
      "debit_card",
      "ccnum",
    ],
    against: ["type", "holder", "name", "expiry", "exp", "id", "gift", "loyalty"],
  },
  values: { matches: isCard, chance: 0.02, most: 7 },
  isNumber: true,
  suggest: renumbered("card"),
});
