import { defineKind } from "../definition.ts";
import { looksLike } from "../value-tests.ts";

export const age = defineKind({
  id: "age",
  title: { en: "Age", ru: "Возраст" },
  privacyClass: "quasi-identifier",
  accepts: ["string", "integer", "decimal", "float"],
  names: {
    strong: ["age", "vozrast", "возраст", "age_years", "patient_age", "возраст_лет"],
    against: ["group", "range", "max", "min", "limit"],
  },
  values: { matches: looksLike("(?:1[01][0-9]|[0-9]{1,2})(?:\\.0+)?"), chance: 0.3, most: 0.5 },
  suggest: ({ type }) =>
    type.name === "string"
      ? { anonymize: { rule: "drop" } }
      : { anonymize: { rule: "generalize-number", with: { width: 10 } } },
});
