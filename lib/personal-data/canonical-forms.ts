/** One spelling for what is written in many ways, so that equal things are found equal. Undefined where it is no such thing. */

/** `Ivan@Mail.RU ` → `ivan@mail.ru` */
export function canonicalEmail(text: string): string | undefined {
  const tidy = text.trim().normalize("NFC").toLowerCase();
  return /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)*$/.test(tidy) ? tidy : undefined;
}

/** `8 (916) 123-45-67` → `+79161234567`; a number without a country code is taken for Russian where it has ten digits. */
export function canonicalPhone(text: string): string | undefined {
  const tidy = text.trim();
  if (/[^0-9+＋\s().\-\u2010-\u2015/]/.test(tidy)) return undefined;
  const digits = tidy.replace(/[^0-9]/g, "");
  if (/^[+＋]/.test(tidy)) return digits.length >= 7 && digits.length <= 15 ? `+${digits}` : undefined;
  if (digits.startsWith("00"))
    return digits.length >= 10 && digits.length <= 17 ? `+${digits.slice(2)}` : undefined;
  if (digits.length === 11 && /^[78]/.test(digits)) return `+7${digits.slice(1)}`;
  return digits.length === 10 ? `+7${digits}` : undefined;
}
