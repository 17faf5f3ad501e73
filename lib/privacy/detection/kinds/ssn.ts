import { defineKind } from "../definition.ts";
import { renumbered } from "../suggestions.ts";
import { looksLike } from "../value-tests.ts";

export const ssn = defineKind({
  id: "ssn",
  title: { en: "Social security number", ru: "Номер социального страхования США" },
  privacyClass: "direct-identifier",
  accepts: ["string", "integer"],
  names: { strong: ["ssn", "social_security_number", "social_security"] },
  values: {
    matches: looksLike("(?:00[1-9]|0[1-9][0-9]|[1-578][0-9]{2}|6[0-57-9][0-9]|66[0-57-9])-[0-9]{2}-[0-9]{4}"),
    chance: 0.005,
    most: 6,
  },
  suggest: renumbered("ssn"),
});
