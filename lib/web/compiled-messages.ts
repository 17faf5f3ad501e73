import compile from "icu-minify/compile";
import type { Locale } from "#lib/kernel";
import { type Messages, messages } from "./messages/index.ts";

/**
 * The texts as trees instead of ICU text, so that browsers need no parser for them: `next.config.js` puts the formatter of
 * trees where the library's parser would be.
 */
const compileTexts = (texts: unknown): unknown =>
  typeof texts === "string"
    ? compile(texts)
    : Object.fromEntries(
        Object.entries(texts as Record<string, unknown>).map(([key, text]) => [key, compileTexts(text)]),
      );

// Through JSON, because the compiler's objects have no prototype and so cannot be sent to a browser as they are. The
// library types compiled texts as the texts they come from, and only its formatter looks into them.
const compiled = (locale: Locale) => JSON.parse(JSON.stringify(compileTexts(messages[locale]))) as Messages;

export const compiledMessages: Readonly<Record<Locale, Messages>> = {
  en: compiled("en"),
  ru: compiled("ru"),
};
