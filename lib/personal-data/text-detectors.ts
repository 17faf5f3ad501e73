import {
  ibanPattern,
  innPattern,
  ipPattern,
  passportPattern,
  snilsPattern,
  urlPattern,
} from "./number-patterns.ts";
import { cardPattern, emailPattern, namePattern, phonePattern, type TextPattern } from "./patterns.ts";
import { addressPattern, birthDatePattern, datePattern, fullNamePattern } from "./person-patterns.ts";

/** What can be found in free text, by the id that rules use. */
export const textDetectors = {
  url: urlPattern,
  email: emailPattern,
  ip: ipPattern,
  iban: ibanPattern,
  card: cardPattern,
  phone: phonePattern,
  snils: snilsPattern,
  passport: passportPattern,
  inn: innPattern,
  "birth-date": birthDatePattern,
  date: datePattern,
  address: addressPattern,
  fio: fullNamePattern,
  name: namePattern,
} as const satisfies Readonly<Record<string, TextPattern>>;
export type TextDetectorName = keyof typeof textDetectors;
/** In the order of use: what is longer comes before the pattern that would take a part of it. */
export const textDetectorNames = [
  "url",
  "email",
  "ip",
  "iban",
  "card",
  "phone",
  "snils",
  "passport",
  "inn",
  "birth-date",
  "date",
  "address",
  "fio",
  "name",
] as const satisfies readonly TextDetectorName[];
