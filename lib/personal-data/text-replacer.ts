import type { TextPattern } from "./patterns.ts";

/** What `+` and `*` repeat at most: JavaScript's matching would take the square of a long text's length otherwise. */
const mostRepeats = 1_000;

/** RE2's notation in JavaScript's: other escapes for characters, bounded repetition. */
function inJavaScript(pattern: string): { readonly source: string; readonly flags: string } {
  const isInsensitive = pattern.startsWith("(?i)");
  let source = "";
  let isInClass = false;
  for (const [part] of pattern.slice(isInsensitive ? 4 : 0).matchAll(/\\x\{[0-9a-f]+\}|\\.|[\s\S]/gu)) {
    if (part.startsWith("\\x{")) source += `\\u${part.slice(2)}`;
    else if (isInClass || !/^[+*]$/.test(part)) source += part;
    else source += part === "+" ? `{1,${mostRepeats}}` : `{0,${mostRepeats}}`;
    if (part === "[") isInClass = true;
    if (part === "]") isInClass = false;
  }
  return { source, flags: isInsensitive ? "giu" : "gu" };
}

/** Replaces what a pattern finds, outside of the engine: for texts within other values. */
export function replacerOf(found: TextPattern, replacement: string): (text: string) => string {
  const { source, flags } = inJavaScript(found.pattern);
  const expression = new RegExp(source, flags);
  const once = (text: string) =>
    text.replace(
      expression,
      (_match, before: string | undefined, after: string | undefined) =>
        `${found.keepsBefore ? (before ?? "") : ""}${replacement}${found.keepsAfter ? (after ?? "") : ""}`,
    );
  // The character after one match may be the one before the next.
  return found.keepsAfter ? (text) => once(once(text)) : once;
}
