import { defineKind } from "../definition.ts";
import { dropped } from "../suggestions.ts";

export const ethnicity = defineKind({
  id: "ethnicity",
  title: { en: "Ethnicity or nationality", ru: "Национальность" },
  privacyClass: "sensitive",
  accepts: ["string"],
  names: {
    strong: [
      "ethnicity",
      "race",
      "ethnic_group",
      "nacionalnost",
      "natsionalnost",
      "национальность",
      "раса",
      "nationality",
      "этнос",
    ],
  },
  suggest: dropped,
});
