import { defineKind } from "../definition.ts";
import { renumbered } from "../suggestions.ts";
import { looksLike } from "../value-tests.ts";

export const kpp = defineKind({
  id: "kpp",
  title: { en: "Tax registration reason code (KPP)", ru: "КПП" },
  privacyClass: "quasi-identifier",
  accepts: ["string", "integer"],
  names: { strong: ["kpp", "кпп"] },
  values: { matches: looksLike("[0-9]{4}[0-9A-Z]{2}[0-9]{3}"), chance: 0.3, most: 0.5 },
  isNumber: true,
  suggest: renumbered("kpp"),
});
