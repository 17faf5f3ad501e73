import type { TextPattern } from "./patterns.ts";

/**
 * Numbers and addresses of the net in free text. Check digits are not looked at: a mistyped number is a person's as well.
 */

const space = "[ \\t\\x{a0}\\x{2009}\\x{202f}]";
const dash = "[ \\t\\x{a0}\\x{2009}\\x{202f}\\-\\x{2010}-\\x{2015}]";

/** Taxpayer numbers: a bare run of 10 or 12 digits, or what follows their name in any grouping. */
export const innPattern: TextPattern = {
  guard: { matches: "[0-9][0-9 \\x{a0}]{8}" },
  pattern: `((?i:инн|inn)[\\s:№#]{0,5}|^|[^0-9])(?:[0-9]{4}${space}[0-9]{4}${space}[0-9]{4}|[0-9]{4}${space}[0-9]{6}|[0-9]{12}|[0-9]{10})([^0-9]|$)`,
  keepsBefore: true,
  keepsAfter: true,
};

/** Pension insurance numbers, in groups or as a bare run of 11 digits. */
export const snilsPattern: TextPattern = {
  guard: { matches: `[0-9]{3}${dash}?[0-9]{3}${dash}?[0-9]{3}${dash}{0,3}[0-9]{2}` },
  pattern: `(^|[^0-9])[0-9]{3}${dash}?[0-9]{3}${dash}?[0-9]{3}${dash}{0,3}[0-9]{2}([^0-9]|$)`,
  keepsBefore: true,
  keepsAfter: true,
};

/** Russian passports: series of four digits and number of six, with the words between them or without. */
export const passportPattern: TextPattern = {
  guard: { matches: "[0-9]{2}[ \\x{a0}-]?[0-9]{2}[^0-9]{0,12}[0-9]{6}" },
  pattern: `(^|[^0-9])[0-9]{2}${dash}?[0-9]{2}(?:${space}|[,;]){0,3}(?:(?i:номер|ном\\.|no\\.?|n|№)${space}{0,2}:?${space}{0,2})?[0-9]{6}([^0-9]|$)`,
  keepsBefore: true,
  keepsAfter: true,
};

/** Bank accounts (ISO 13616) in groups of four or in one; in small letters in one only, or words would be taken. */
export const ibanPattern: TextPattern = {
  guard: { matches: "[A-Za-z]{2}[0-9]{2}[ \\x{a0}]?[A-Za-z0-9]{4}" },
  pattern: `(^|[^\\p{L}\\p{N}])(?:[A-Z]{2}[0-9]{2}(?:${space}?[A-Z0-9]{4}){2,7}(?:${space}?[A-Z0-9]{1,3})?|[a-z]{2}[0-9]{2}[a-z0-9]{11,30})([^\\p{L}\\p{N}]|$)`,
  keepsBefore: true,
  keepsAfter: true,
};

const octet = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
const hex = "[0-9A-Fa-f]{1,4}";

/** Addresses of IPv4 and IPv6; a version of four numbers looks the same. */
export const ipPattern: TextPattern = {
  guard: { matches: "[0-9]\\.[0-9]{1,3}\\.|[0-9A-Fa-f:]:[0-9A-Fa-f:]" },
  pattern: `(^|[^0-9A-Za-z.:])(?:(?:${octet}\\.){3}${octet}|(?:${hex}:){7}${hex}|(?:${hex}:){1,6}(?::${hex}){1,6}|(?:${hex}:){1,7}:|::(?:${hex}:){0,6}${hex})([^0-9A-Za-z:]|$)`,
  keepsBefore: true,
  keepsAfter: true,
};

/** Addresses of pages, up to the next space or quote: a path may name a person. */
export const urlPattern: TextPattern = {
  guard: { contains: ["://", "www.", "WWW."] },
  pattern: "(?i:[a-z][a-z0-9+.-]{1,20}://|www\\.)[^\\s<>\"'«»]+",
  keepsBefore: false,
};
