import { sql } from "#lib/sql";
import { defineKind, type Suggestion, type SuggestionContext } from "../definition.ts";
import { contains, isCompact, looksLike } from "../value-tests.ts";

/** In E.164, so that one number is one pseudonym however it is written. */
const phoneNumber = ({ type, isClean }: SuggestionContext): Suggestion => ({
  normalize: type.name === "string" && isClean ? [{ rule: "phone" }] : [],
  anonymize: { rule: "pseudonymize", with: { domain: "person.phone" } },
});

export const phone = defineKind({
  id: "phone",
  title: { en: "Phone number", ru: "Номер телефона" },
  privacyClass: "direct-identifier",
  accepts: ["string", "integer"],
  names: {
    strong: [
      "phone",
      "telephone",
      "tel",
      "mobile",
      "cell",
      "phone_number",
      "telefon",
      "mobilnyj_telefon",
      "mobilny",
      "sotovyj",
      "телефон",
      "мобильный",
      "сотовый",
      "тел",
      "телефона",
      "msisdn",
      "fax",
      "факс",
      "контактный_телефон",
      "контактный_номер",
      "contact_number",
      "whatsapp",
    ],
    weak: ["kontakt", "contact", "sms", "viber"],
    against: ["id", "tower", "model", "brand", "type", "count", "verified", "code", "is", "price", "article"],
  },
  values: {
    matches: sql`(${looksLike("[+＋(]?[0-9][0-9 ().\\-\\x{a0}\\x{2010}-\\x{2015}/]{5,25}(?:(?i:ext|x|доб)\\.?[ ]?[0-9]{1,6})?")} and (${isCompact("7[3489][0-9]{9}|8[3489][0-9]{9}|9[0-9]{9}")} or ${contains("^[+＋][ ]?[1-9]|^00[ ]?[1-9][0-9 ]{9,}|^[(]?[2-9][0-9]{2}[)]?[ .-][0-9]{3}[ .-][0-9]{4}|^[(]?0[1-9][0-9]{1,3}[)]? ?[0-9]")}))`,
    chance: 0.06,
    most: 5,
  },
  isNumber: true,
  suggest: phoneNumber,
});
