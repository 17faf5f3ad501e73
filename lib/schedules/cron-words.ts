import cronstrue from "cronstrue";
import "cronstrue/locales/ru.js";
import type { Locale } from "#lib/kernel";

/** A checked expression in words; an empty text where there are none for it. */
export function cronWords(expression: string, locale: Locale): string {
  try {
    return cronstrue.toString(expression, {
      locale,
      use24HourTimeFormat: true,
      throwExceptionOnParseError: true,
    });
  } catch {
    return "";
  }
}
