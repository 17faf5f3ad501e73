import { defineKind } from "../definition.ts";
import { renumbered } from "../suggestions.ts";
import { isOgrnip } from "../value-tests.ts";

export const ogrnip = defineKind({
  id: "ogrnip",
  title: { en: "Registration number of a sole proprietor (OGRNIP)", ru: "ОГРНИП" },
  privacyClass: "direct-identifier",
  accepts: ["string", "integer"],
  names: { strong: ["ogrnip", "огрнип"] },
  values: { matches: isOgrnip, chance: 0.03, most: 6 },
  isNumber: true,
  suggest: renumbered("ogrnip"),
});
