"use client";

import { useLocale } from "next-intl";
import { useSyncExternalStore } from "react";

const never = () => () => {};
const zoneHere = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
const everyMinute = (notify: () => void) => {
  const timer = setInterval(notify, 30_000);
  return () => clearInterval(timer);
};
const minuteNow = () => Math.floor(Date.now() / 30_000) * 30_000;

/** The reader's zone; UTC while the server draws. */
function useZone(): string {
  return useSyncExternalStore(never, zoneHere, () => "UTC");
}

/** An instant in the reader's zone, with zone; the exact instant on hover. */
export function Time({ at, seconds = false }: { at: string; seconds?: boolean }) {
  const locale = useLocale();
  const zone = useZone();
  const date = new Date(at);
  const text = new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    ...(seconds ? { second: "2-digit" } : {}),
    timeZone: zone,
    timeZoneName: "short",
  }).format(date);
  return (
    <time dateTime={at} title={date.toISOString()} style={{ whiteSpace: "nowrap" }}>
      {text}
    </time>
  );
}

/** The time of day, with zone, of an instant of today; with its date, of an earlier one. */
export function Clock({ at }: { at: string }) {
  const locale = useLocale();
  const zone = useZone();
  const now = useSyncExternalStore(everyMinute, minuteNow, () => 0);
  const dayOf = (instant: Date) => new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(instant);
  const date = new Date(at);
  if (dayOf(date) !== dayOf(new Date(now))) return <Time at={at} />;
  const text = new Intl.DateTimeFormat(locale, {
    hour: "2-digit",
    minute: "2-digit",
    timeZone: zone,
    timeZoneName: "short",
  }).format(date);
  return (
    <time dateTime={at} title={date.toISOString()} style={{ whiteSpace: "nowrap" }}>
      {text}
    </time>
  );
}

const steps = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;

/** How long ago, in words, for the last week; the date before that. The exact instant on hover. */
export function Ago({ at }: { at: string }) {
  const locale = useLocale();
  const now = useSyncExternalStore(everyMinute, minuteNow, () => 0);
  const date = new Date(at);
  const past = now - date.getTime();
  if (now === 0 || past > 7 * 86_400_000 || past < -60_000) return <Time at={at} />;
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const step = steps.find(([, size]) => past >= size);
  const text = step ? format.format(-Math.floor(past / step[1]), step[0]) : format.format(0, "minute");
  return (
    <time dateTime={at} title={date.toISOString()} style={{ whiteSpace: "nowrap" }}>
      {text}
    </time>
  );
}

/** Time of day to the millisecond, for logs. */
export function ClockTime({ at }: { at: string }) {
  const locale = useLocale();
  const zone = useZone();
  const text = new Intl.DateTimeFormat(locale, {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    fractionalSecondDigits: 3,
    hour12: false,
    timeZone: zone,
  }).format(new Date(at));
  return (
    <time dateTime={at} title={`${at} (${zone})`}>
      {text}
    </time>
  );
}
