import { defineKind } from "../definition.ts";
import { isAmong } from "../value-tests.ts";

export const gender = defineKind({
  id: "gender",
  title: { en: "Gender", ru: "Пол" },
  privacyClass: "quasi-identifier",
  accepts: ["string", "integer", "boolean"],
  names: { strong: ["gender", "sex", "pol", "пол", "is_male", "is_female", "male", "female", "гендер"] },
  values: {
    matches: isAmong([
      "f",
      "m",
      "w",
      "male",
      "female",
      "man",
      "woman",
      "other",
      "unknown",
      "ж",
      "м",
      "муж",
      "жен",
      "муж.",
      "жен.",
      "мужской",
      "женский",
      "мужчина",
      "женщина",
      "0",
      "1",
      "2",
      "true",
      "false",
    ]),
    chance: 0.15,
    most: 2.5,
  },
  suggest: ({ type }) => ({
    ...(type.name === "string"
      ? { normalize: [{ rule: "trim" }, { rule: "case", with: { to: "lower" } }] }
      : {}),
    anonymize: { rule: "keep", with: { reason: "coarse: two or three values" } },
  }),
});
