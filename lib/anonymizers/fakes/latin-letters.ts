import { russianInLatin } from "#lib/personal-data";

const cyrillic: Readonly<Record<string, string>> = { ...russianInLatin, ю: "iu", я: "ia" };

/** A name in small Latin letters (ICAO's transliteration), for e-mail addresses and user names. */
export function latinLetters(name: string): string {
  const plain = name
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u0305\u0307\u0309-\u036f]/g, "")
    .normalize("NFC");
  return [...plain].map((char) => cyrillic[char] ?? (/[a-z]/.test(char) ? char : "")).join("");
}
