/** The words of a name in lower case between `_`: `birthDate` and `BIRTH-DATE` are `_birth_date_`. */
export const wordsOf = (name: string): string =>
  `_${name
    .normalize("NFC")
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1_$2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1_$2")
    .toLowerCase()
    .replaceAll("ё", "е")
    .replace(/[^\p{L}\p{N}]+/gu, "_")
    .replace(/^_+|_+$/g, "")}_`;

/** Whether a name says a phrase, as whole words, or is the phrase with its words run together. */
export function says(name: string, phrases: readonly string[]): boolean {
  const words = wordsOf(name);
  const together = words.replaceAll("_", "");
  return phrases.some((phrase) => words.includes(`_${phrase}_`) || together === phrase.replaceAll("_", ""));
}
