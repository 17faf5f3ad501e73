import { bankAccount } from "./bank-account.ts";
import { card } from "./card.ts";
import type { NumberFormat } from "./number-format.ts";
import { inn, kpp, ogrn, ogrnip, omsPolicy, snils } from "./russian.ts";
import { socialSecurity } from "./social-security.ts";

export { rankOf, symbolsOf } from "./mixed-radix.ts";
export type { NumberFormat, NumberPlace } from "./number-format.ts";
export { compactOf, respelled } from "./separators.ts";

/** Official numbers that can be permuted among the valid ones, by the id that rules use. */
export const numberFormats = {
  inn,
  snils,
  ogrn,
  ogrnip,
  kpp,
  oms: omsPolicy,
  card,
  iban: bankAccount,
  ssn: socialSecurity,
} as const satisfies Readonly<Record<string, NumberFormat>>;
