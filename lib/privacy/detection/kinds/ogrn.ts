import { defineKind } from "../definition.ts";
import { otherNumbers } from "../other-numbers.ts";
import { renumbered } from "../suggestions.ts";
import { isOgrn } from "../value-tests.ts";

export const ogrn = defineKind({
  id: "ogrn",
  title: { en: "Registration number of a firm (OGRN)", ru: "ОГРН" },
  privacyClass: "direct-identifier",
  accepts: ["string", "integer"],
  names: { strong: ["ogrn", "огрн"], against: otherNumbers },
  values: { matches: isOgrn, chance: 0.09, most: 6 },
  suggest: renumbered("ogrn"),
});
