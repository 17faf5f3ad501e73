import { type Locale, locales } from "#lib/kernel";

/** The language a person chose, else their browser's first that we speak, else English. */
export function chooseLocale(cookie: string | undefined, accepted: string | null): Locale {
  const chosen = locales.find((locale) => locale === cookie);
  if (chosen !== undefined) return chosen;
  const wanted = (accepted ?? "")
    .split(",")
    .map((part) => {
      const [tag = "", ...rest] = part.trim().split(";");
      const quality = rest.map((one) => /^\s*q=([\d.]+)$/.exec(one)?.[1]).find((one) => one !== undefined);
      return { language: tag.toLowerCase().split("-")[0], quality: Number(quality ?? 1) };
    })
    .sort((a, b) => b.quality - a.quality);
  for (const { language, quality } of wanted) {
    const spoken = locales.find((locale) => locale === language);
    if (spoken !== undefined && quality > 0) return spoken;
  }
  return "en";
}
