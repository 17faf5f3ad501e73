import { defineKind } from "../definition.ts";
import { coarseDate } from "../suggestions.ts";
import { looksLike } from "../value-tests.ts";

export const birthDate = defineKind({
  id: "birth-date",
  title: { en: "Date of birth", ru: "Дата рождения" },
  privacyClass: "quasi-identifier",
  accepts: ["string", "integer", "date", "timestamp", "timestamp(tz)"],
  names: {
    strong: [
      "birth_date",
      "birthdate",
      "date_of_birth",
      "dob",
      "birthday",
      "born",
      "data_rozhdeniya",
      "data_rozhd",
      "дата_рождения",
      "др",
      "д_р",
      "birth_day",
      "рождение",
      "день_рождения",
      "born_on",
      "bdate",
      "data_rojdeniya",
      "birth",
      "birth_year",
      "year_of_birth",
      "yob",
      "год_рождения",
      "дата_рожд",
    ],
    weak: ["date", "дата"],
    against: ["place", "city", "country"],
  },
  values: {
    matches: looksLike(
      "(?:[0-9]{1,2}[./-][0-9]{1,2}[./-](?:19|20)?[0-9]{2}|(?:19|20)[0-9]{2}[./-][0-9]{1,2}[./-][0-9]{1,2})(?:[T ].*)?|(?:19|20)[0-9]{2}",
    ),
    chance: 0.5,
    most: 0.5,
  },
  suggest: coarseDate("decade"),
});
