"use client";

import { useLocale, useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import type { ScheduleView } from "#lib/contracts";
import { runsBetween } from "#lib/schedules";
import { Link } from "../ui/link.tsx";
import { Section } from "../ui/page.tsx";
import classes from "./schedules.module.css";

const day = 24 * 60 * 60_000;
/** A schedule of every minute has so many in a day. */
const most = 24 * 60;
/** Marks nearer than a quarter of an hour are one. */
const slots = 96;
const timesShown = 4;

interface Coming {
  readonly schedule: ScheduleView;
  readonly runs: readonly Date[];
}

function comingOf(schedules: readonly ScheduleView[], now: Date): readonly Coming[] {
  const until = new Date(now.getTime() + day);
  return schedules
    .flatMap((schedule) => {
      const { settings, pausedAt } = schedule;
      if (settings.kind !== "schedule" || pausedAt !== undefined) return [];
      const runs = runsBetween(settings.cron, settings.timeZone, now, until, most).latest;
      return runs.length === 0 ? [] : [{ schedule, runs }];
    })
    .sort((a, b) => (a.runs[0]?.getTime() ?? 0) - (b.runs[0]?.getTime() ?? 0));
}

/** What schedules that are not paused start within a day, each on a line from now to then. Never on the server. */
export default function ComingDay({
  schedules,
  shown,
}: {
  /** All there are, whose instants are found once, whatever is looked for among them. */
  schedules: readonly ScheduleView[];
  shown: readonly ScheduleView[];
}) {
  const t = useTranslations("triggers.overview");
  const locale = useLocale();
  const [now] = useState(() => new Date());
  const time = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" });
  const all = useMemo(() => comingOf(schedules, now), [schedules, now]);
  const coming = all.filter(({ schedule }) => shown.includes(schedule));
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const marksOf = (runs: readonly Date[]) =>
    new Set(runs.map((at) => Math.floor(((at.getTime() - now.getTime()) / day) * slots)));
  return (
    <Section title={t("coming")} hint={t("comingHint", { zone })}>
      {coming.length === 0 ? <p className={classes.hint}>{t("nothingComing")}</p> : null}
      <ol className={classes.day}>
        {coming.map(({ schedule, runs }) => (
          <li key={schedule.id} className={classes.line}>
            <span className={classes.name}>
              <Link href={`/modules/${schedule.module.name}/schedule`}>{schedule.module.name}</Link> ·{" "}
              {schedule.name}
            </span>
            <span className={classes.track} aria-hidden>
              {[...marksOf(runs)].map((slot) => (
                <i key={slot} style={{ insetInlineStart: `${(slot / slots) * 100}%` }} />
              ))}
            </span>
            <span className={classes.times}>
              {runs
                .slice(0, timesShown)
                .map((at) => time.format(at))
                .join(", ")}
              {runs.length > timesShown ? ` ${t("more", { count: runs.length - timesShown })}` : ""}
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
