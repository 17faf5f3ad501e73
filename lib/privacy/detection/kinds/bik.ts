import { defineKind } from "../definition.ts";
import { pseudonymized } from "../suggestions.ts";
import { looksLike } from "../value-tests.ts";

export const bik = defineKind({
  id: "bik",
  title: { en: "Bank code (BIK)", ru: "БИК" },
  privacyClass: "quasi-identifier",
  accepts: ["string", "integer"],
  names: { strong: ["bik", "бик", "bank_bik", "bic"] },
  values: { matches: looksLike("0[0-9]{8}|4[0-9]{7}"), chance: 0.1, most: 1.5 },
  isPaired: true,
  isNumber: true,
  suggest: pseudonymized("bank.bik"),
});
