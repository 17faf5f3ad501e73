import { defineKind } from "../definition.ts";
import { looksLike } from "../value-tests.ts";

export const postalCode = defineKind({
  id: "postal-code",
  title: { en: "Postal code", ru: "Почтовый индекс" },
  privacyClass: "quasi-identifier",
  accepts: ["string", "integer"],
  names: {
    strong: [
      "zip",
      "zip_code",
      "postal_code",
      "postcode",
      "pin_code",
      "post_code",
      "postal_index",
      "индекс",
      "pochtovyj_indeks",
      "indeks",
      "почтовый_индекс",
    ],
    weak: ["index"],
    against: ["row", "array", "sort"],
  },
  values: {
    matches: looksLike("[1-6][0-9]{5}|[0-9]{5}(?:-[0-9]{4})?|[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}"),
    chance: 0.3,
    most: 1.5,
  },
  suggest: ({ type }) =>
    type.name === "string"
      ? {
          normalize: [{ rule: "trim" }],
          anonymize: { rule: "generalize-prefix", with: { keep: 2, rest: "cut" } },
        }
      : { anonymize: { rule: "drop" } },
});
