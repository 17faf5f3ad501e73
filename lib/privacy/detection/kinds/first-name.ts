import { defineKind } from "../definition.ts";
import { firstNames } from "../first-names.ts";
import { otherNames } from "../other-names.ts";
import { faked } from "../suggestions.ts";
import { isAmong } from "../value-tests.ts";

export const firstName = defineKind({
  id: "first-name",
  title: { en: "First name", ru: "Имя" },
  privacyClass: "direct-identifier",
  accepts: ["string"],
  names: {
    strong: [
      "first_name",
      "given_name",
      "preferred_name",
      "forename",
      "f_name",
      "imya",
      "imja",
      "имя",
      "first_nm",
    ],
    weak: ["fname"],
    against: [...otherNames, "user_name", "usr"],
  },
  isWords: true,
  values: {
    matches: isAmong(firstNames),
    chance: 0.02,
    most: 5.5,
    least: 1,
    seen: 0.3,
  },
  suggest: faked("first-name"),
});
