import { defineKind } from "../definition.ts";
import { renumbered } from "../suggestions.ts";
import { isOgrn } from "../value-tests.ts";

export const ogrn = defineKind({
  id: "ogrn",
  title: { en: "Registration number of a firm (OGRN)", ru: "ОГРН" },
  privacyClass: "direct-identifier",
  accepts: ["string", "integer"],
  names: { strong: ["ogrn", "огрн"] },
  values: { matches: isOgrn, chance: 0.09, most: 6 },
  isNumber: true,
  suggest: renumbered("ogrn"),
});
