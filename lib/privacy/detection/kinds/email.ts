import { defineKind } from "../definition.ts";
import { faked } from "../suggestions.ts";
import { looksLike } from "../value-tests.ts";

export const email = defineKind({
  id: "email",
  title: { en: "E-mail address", ru: "Адрес электронной почты" },
  privacyClass: "direct-identifier",
  accepts: ["string"],
  names: {
    strong: [
      "email",
      "e_mail",
      "mail",
      "email_address",
      "pochta",
      "почта",
      "эл_почта",
      "электронная_почта",
      "имейл",
      "мейл",
      "emejl",
    ],
    against: ["count", "sent", "opened", "is", "verified", "template", "status", "subject"],
  },
  values: { matches: looksLike("[^ @]+ ?(?:@|\\(at\\)|＠) ?[^ @]+\\.[\\p{L}]{2,}"), chance: 0.001, most: 7 },
  suggest: faked("email", { normalize: [{ rule: "email" }] }),
});
