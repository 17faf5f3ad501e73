"use client";

import { useLocale, useTranslations } from "next-intl";
import type { PlaceTest } from "#lib/contracts";
import type { Locale } from "#lib/kernel";
import { Duration } from "../ui/figures.tsx";
import { Notice } from "../ui/state.tsx";

/** What a live test found. */
export function TestResult({ result }: { result: PlaceTest }) {
  const t = useTranslations("sources");
  const locale = useLocale() as Locale;
  return (
    <Notice
      tone={result.warnings.length > 0 ? "warn" : "note"}
      title={t(result.warnings.length > 0 ? "testWarned" : "testPassed")}
    >
      {result.server} · <Duration ms={result.milliseconds} />
      {result.warnings.length > 0 ? (
        <ul style={{ margin: "4px 0 0", paddingLeft: 18 }}>
          {result.warnings.map((warning) => (
            <li key={warning.en}>{warning[locale]}</li>
          ))}
        </ul>
      ) : null}
    </Notice>
  );
}
