import { defineKind } from "../definition.ts";
import { dropped } from "../suggestions.ts";

export const religion = defineKind({
  id: "religion",
  title: { en: "Religion", ru: "Вероисповедание" },
  privacyClass: "sensitive",
  accepts: ["string"],
  names: { strong: ["religion", "faith", "religiya", "религия", "вероисповедание", "confession", "вера"] },
  suggest: dropped,
});
