"use client";

import { useLocale } from "next-intl";
import type { Locale } from "#lib/kernel";
import { cronWords } from "#lib/schedules";

/** A schedule in words, with its zone. */
export default function ScheduleWords({ cron, timeZone }: { cron: string; timeZone: string }) {
  const locale = useLocale() as Locale;
  return (
    <>
      {cronWords(cron, locale) || <code>{cron}</code>}{" "}
      <span style={{ color: "var(--ink-2)" }}>· {timeZone}</span>
    </>
  );
}
