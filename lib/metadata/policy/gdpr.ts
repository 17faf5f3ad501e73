import { defaultProfile } from "./default-profile.ts";
import { definePolicyProfile } from "./definition.ts";

/** Allows what the workspace allows, and calls things by the regulation's names: output under a key is never anonymous. */
export const gdpr = definePolicyProfile({
  id: "gdpr",
  title: { en: "GDPR", ru: "GDPR" },
  summary: {
    en: "Output that depends on a key is pseudonymised and stays personal data; nothing is called anonymous.",
    ru: "Результат, зависящий от ключа, — псевдонимизированные, то есть персональные данные; анонимным не называется ничто.",
  },
  sources: [
    {
      title: "Regulation (EU) 2016/679, Art. 4(5), recital 26",
      href: "https://eur-lex.europa.eu/eli/reg/2016/679/oj",
    },
  ],
  allows: defaultProfile.allows,
  keyedOutput: { en: "pseudonymised", ru: "псевдонимизировано" },
});
