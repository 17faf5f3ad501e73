"use client";

import { useLocale } from "next-intl";
import { Time } from "../ui/time.tsx";

/** An instant in a schedule's zone, and in the reader's where that is another. Never on the server. */
export default function NextRun({ at, timeZone }: { at: string; timeZone: string }) {
  const locale = useLocale();
  const text = new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    timeZone,
    timeZoneName: "short",
  }).format(new Date(at));
  const isSame = timeZone === Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <>
      {isSame ? null : (
        <>
          <span title={timeZone}>{text}</span>
          <br />
        </>
      )}
      <Time at={at} />
    </>
  );
}
