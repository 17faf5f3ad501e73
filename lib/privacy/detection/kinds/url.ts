import { defineKind } from "../definition.ts";
import { dropped } from "../suggestions.ts";
import { contains } from "../value-tests.ts";

export const url = defineKind({
  id: "url",
  title: { en: "Web address", ru: "Адрес страницы" },
  privacyClass: "quasi-identifier",
  accepts: ["string"],
  names: {
    strong: [
      "url",
      "link",
      "website",
      "web_site",
      "homepage",
      "site",
      "ссылка",
      "сайт",
      "profile_url",
      "href",
      "vk",
      "instagram",
      "facebook",
      "linkedin",
    ],
    against: ["count"],
  },
  values: { matches: contains("^(?i:https?|ftp)://|^(?i:www)\\."), chance: 0.001, most: 6 },
  suggest: dropped,
});
