import { defineKind } from "../definition.ts";

export const income = defineKind({
  id: "income",
  title: { en: "Income", ru: "Доход" },
  privacyClass: "sensitive",
  accepts: ["string", "integer", "decimal", "float"],
  names: {
    strong: [
      "salary",
      "income",
      "wage",
      "zarplata",
      "oklad",
      "dohod",
      "зарплата",
      "оклад",
      "доход",
      "заработная_плата",
      "annual_income",
      "compensation",
    ],
  },
  suggest: () => ({ anonymize: { rule: "drop" } }),
});
