import { defineKind } from "../definition.ts";
import { pseudonymized } from "../suggestions.ts";
import { isBankAccount } from "../value-tests.ts";

export const bankAccount = defineKind({
  id: "bank-account",
  title: { en: "Bank account", ru: "Банковский счёт" },
  privacyClass: "direct-identifier",
  accepts: ["string", "integer"],
  names: {
    strong: [
      "bank_account",
      "account_number",
      "account_no",
      "raschetnyj_schet",
      "р_с",
      "расчетный_счет",
      "счет",
      "номер_счета",
      "rs",
      "nomer_scheta",
      "settlement_account",
      "лицевой_счет",
      "checking_account",
    ],
    weak: ["account"],
    against: ["faktura", "balance", "id", "type", "name", "manager", "status"],
  },
  values: { matches: isBankAccount, chance: 0.001, most: 6.5 },
  isPaired: true,
  suggest: pseudonymized("person.bank-account"),
});
