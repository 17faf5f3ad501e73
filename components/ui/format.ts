/** Numbers, sizes and durations in words, by locale. Pure, so that a test can hold them. */

export const formatNumber = (value: number, locale: string): string =>
  new Intl.NumberFormat(locale).format(value);

/** A measured figure: four digits tell all there is to tell. */
export const formatFigure = (value: number, locale: string): string =>
  new Intl.NumberFormat(locale, { maximumSignificantDigits: 4 }).format(value);

/** 0.0312 → 3.1 % */
export const formatShare = (share: number, locale: string): string =>
  new Intl.NumberFormat(locale, {
    style: "percent",
    maximumFractionDigits: share > 0 && share < 0.1 ? 1 : 0,
  }).format(share);

const sizeUnits = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

/** 4200000 → 4.2 MB (powers of 1000, as file managers and object stores show). */
export function formatBytes(bytes: number, locale: string): string {
  let value = bytes;
  let step = 0;
  while (value >= 1000 && step < sizeUnits.length - 1) {
    value /= 1000;
    step += 1;
  }
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: sizeUnits[step],
    unitDisplay: "short",
    maximumFractionDigits: step > 0 && value < 100 ? 1 : 0,
  }).format(value);
}

/** 72 000 ms → 1 min 12 sec; below ten seconds with one decimal. */
export function formatDuration(milliseconds: number, locale: string): string {
  const unit = (value: number, name: "millisecond" | "second" | "minute" | "hour" | "day", digits = 0) =>
    new Intl.NumberFormat(locale, {
      style: "unit",
      unit: name,
      unitDisplay: "short",
      maximumFractionDigits: digits,
    }).format(value);
  const seconds = Math.max(0, milliseconds) / 1000;
  // Short is not none.
  if (seconds > 0 && seconds < 0.1) return unit(Math.ceil(milliseconds), "millisecond");
  if (seconds < 10) return unit(seconds, "second", 1);
  const whole = Math.round(seconds);
  if (whole < 60) return unit(whole, "second");
  if (whole < 3600) {
    const rest = whole % 60;
    return unit(Math.floor(whole / 60), "minute") + (rest ? ` ${unit(rest, "second")}` : "");
  }
  if (whole < 86_400) {
    const rest = Math.floor((whole % 3600) / 60);
    return unit(Math.floor(whole / 3600), "hour") + (rest ? ` ${unit(rest, "minute")}` : "");
  }
  const rest = Math.floor((whole % 86_400) / 3600);
  return unit(Math.floor(whole / 86_400), "day") + (rest ? ` ${unit(rest, "hour")}` : "");
}

/** 9f86d081884c…: enough of a hash to tell it from its neighbours. */
export const shortHash = (hash: string): string => hash.replace(/^sha256:/, "").slice(0, 12);
