import { fakeNames } from "#lib/personal-data";
import { sql } from "#lib/sql";
import { defineKind } from "../definition.ts";
import { otherNames } from "../other-names.ts";
import { faked } from "../suggestions.ts";
import { contains, isAmong, looksLike } from "../value-tests.ts";

export const lastName = defineKind({
  id: "last-name",
  title: { en: "Last name", ru: "Фамилия" },
  privacyClass: "direct-identifier",
  accepts: ["string"],
  names: {
    strong: [
      "last_name",
      "surname",
      "family_name",
      "l_name",
      "lname",
      "familiya",
      "familia",
      "fam",
      "фамилия",
      "last_nm",
      "фам",
      "maiden",
      "девичья",
    ],
    against: otherNames,
  },
  isWords: true,
  values: {
    matches: sql`(${isAmong([...fakeNames.en.last.female, ...fakeNames.en.last.male, ...fakeNames.ru.last.female, ...fakeNames.ru.last.male])} or ${looksLike("\\p{L}{2,20}(?i:ов|ова|ев|ева|[её]в|[её]ва|ин|ина|ский|ская|цкий|цкая|енко)")} and not ${contains("(?i)ческ(?:ий|ая)$")})`,
    chance: 0.05,
    most: 4,
    least: 1,
    seen: 0.3,
  },
  suggest: faked("last-name"),
});
