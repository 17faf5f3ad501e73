"use client";

import { useLocale, useTranslations } from "next-intl";
import type { RunDetail } from "#lib/contracts";
import { errorMessage, type Locale } from "#lib/kernel";
import { knownError } from "../ui/known-error.ts";
import { Notice } from "../ui/state.tsx";
import { Time } from "../ui/time.tsx";

/** A run that has not failed: its source is busy with others, and it comes again. */
export function Waiting({ until, error }: { until: string; error: RunDetail["error"] }) {
  const t = useTranslations("runs");
  const locale = useLocale() as Locale;
  return (
    <Notice title={t("waitsForSource")}>
      {error ? <p>{errorMessage(knownError(error), locale)}</p> : null}
      <p>
        {t("nextAttempt")} <Time at={until} seconds />
      </p>
    </Notice>
  );
}
