"use client";

import { useLocale } from "next-intl";
import { formatBytes, formatDuration, formatNumber, formatShare } from "./format.ts";

/** A whole number, grouped by locale, in tabular figures. */
export function Count({ value }: { value: number | null | undefined }) {
  const locale = useLocale();
  return <span className="number">{value == null ? "–" : formatNumber(value, locale)}</span>;
}

/** A size in words; the exact number of bytes on hover. */
export function Bytes({ value }: { value: number }) {
  const locale = useLocale();
  return (
    <span className="number" title={`${formatNumber(value, locale)} B`}>
      {formatBytes(value, locale)}
    </span>
  );
}

/** A length of time in words, from milliseconds. */
export function Duration({ ms }: { ms: number | null | undefined }) {
  const locale = useLocale();
  return <span className="number">{ms == null ? "–" : formatDuration(ms, locale)}</span>;
}

export function Share({ value }: { value: number | null | undefined }) {
  const locale = useLocale();
  return <span className="number">{value == null ? "–" : formatShare(value, locale)}</span>;
}
