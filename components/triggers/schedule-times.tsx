"use client";

import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import type { Locale } from "#lib/kernel";
import { type ClockChange, checkSchedule, clockChanges, cronWords, nextRuns } from "#lib/schedules";
import { ErrorText } from "../ui/error-text.tsx";
import classes from "./triggers.module.css";

const shown = 5;

const timeIn = (locale: string, timeZone: string) =>
  new Intl.DateTimeFormat(locale, {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZone,
    timeZoneName: "short",
  });

/** A schedule in words, its next runs in its zone and in the reader's, and what changes of clocks do to it. Never on the server. */
export default function ScheduleTimes({
  cron,
  timeZone,
  isPaused = false,
}: {
  cron: string;
  timeZone: string;
  isPaused?: boolean;
}) {
  const t = useTranslations("triggers");
  const locale = useLocale() as Locale;
  const [now] = useState(() => new Date());
  const checked = checkSchedule(cron, timeZone, now);
  if (!checked.ok)
    return (
      <p role="alert" className={classes.wrong}>
        <ErrorText error={checked.error.error} />
      </p>
    );
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const there = timeIn(locale, timeZone);
  const here = timeIn(locale, own);
  const isSame = own === timeZone;
  const day = (text: string) =>
    new Intl.DateTimeFormat(locale, {
      day: "numeric",
      month: "long",
      year: "numeric",
      timeZone: "UTC",
    }).format(new Date(`${text}T00:00:00Z`));
  const changeText = (change: ClockChange): string => {
    const place = { day: day(change.day), time: change.time };
    if (change.kind === "moved") return t("moved", { ...place, runsAt: change.runsAt ?? "" });
    return t(change.kind === "skipped" ? "skippedTime" : change.kind, place);
  };
  const changes = clockChanges(cron, timeZone, now);
  return (
    <div className={classes.times}>
      <p className={classes.words}>
        {cronWords(cron, locale)} <span className={classes.hint}>· {timeZone}</span>
      </p>
      {isPaused ? null : (
        <table className={classes.runs} aria-label={t("nextRuns")}>
          <thead>
            <tr>
              <th scope="col">{t("inZone", { zone: timeZone })}</th>
              {isSame ? null : <th scope="col">{t("inYours", { zone: own })}</th>}
            </tr>
          </thead>
          <tbody>
            {nextRuns(cron, timeZone, now, shown).map((at) => (
              <tr key={at.toISOString()}>
                <td title={at.toISOString()}>{there.format(at)}</td>
                {isSame ? null : <td title={at.toISOString()}>{here.format(at)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {isSame ? <p className={classes.hint}>{t("sameZone")}</p> : null}
      {changes.length > 0 ? (
        <>
          <p className={classes.hint}>{t("clockChanges")}:</p>
          <ul className={classes.changes}>
            {changes.map((change) => (
              <li key={`${change.day} ${change.time}`}>{changeText(change)}</li>
            ))}
          </ul>
        </>
      ) : null}
    </div>
  );
}
