"use client";

import { IconClock } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { parseAsArrayOf, parseAsStringLiteral, useQueryState } from "nuqs";
import type { ScheduleView } from "#lib/contracts";
import type { TriggerActions } from "../triggers/trigger-actions.ts";
import { ChooseSeveral } from "../ui/choose-several.tsx";
import { HelpLink } from "../ui/help-link.tsx";
import { Link } from "../ui/link.tsx";
import { ListFilter, matches, useListFilter } from "../ui/list-filter.tsx";
import { Page } from "../ui/page.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { EmptyState } from "../ui/state.tsx";
import { scheduleStateIds, scheduleStateOf } from "./schedule-state-tag.tsx";
import { ScheduleTable } from "./schedule-table.tsx";
import classes from "./schedules.module.css";

// The library that reads cron is loaded with what it draws, and the times are the reader's: never the server's.
const ComingDay = dynamic(() => import("./coming-day.tsx"), {
  ssr: false,
  loading: () => <Skeleton height={80} />,
});

/** Everything that starts runs by itself, of all modules. */
export function ScheduleList({
  schedules,
  mayEdit,
  pause,
}: {
  schedules: readonly ScheduleView[];
  mayEdit: boolean;
  pause: TriggerActions["pause"];
}) {
  const t = useTranslations("triggers.overview");
  const common = useTranslations("common");
  const [q] = useListFilter();
  const [chosen, choose] = useQueryState(
    "state",
    parseAsArrayOf(parseAsStringLiteral(scheduleStateIds)).withDefault([]),
  );
  const shown = schedules.filter(
    (one) =>
      (chosen.length === 0 || chosen.includes(scheduleStateOf(one))) &&
      matches(q, one.module.name, one.module.title, one.name, one.settings.environment),
  );
  return (
    <Page title={t("title")} lead={t("lead")} actions={<HelpLink article="schedules" />}>
      {schedules.length === 0 ? (
        <EmptyState
          icon={IconClock}
          title={t("none")}
          text={t("noneText")}
          actions={<Link href="/modules">{t("noneVerb")}</Link>}
        />
      ) : (
        <>
          <div className={classes.filters}>
            <ListFilter />
            <ChooseSeveral
              label={common("state")}
              data={scheduleStateIds.map((value) => ({ value, label: t(`state.${value}`) }))}
              value={chosen}
              onChange={choose}
            />
          </div>
          {shown.length === 0 ? (
            <EmptyState title={common("nothingMatches")} />
          ) : (
            <>
              <ScheduleTable schedules={shown} mayEdit={mayEdit} pause={pause} />
              <ComingDay schedules={schedules} shown={shown} />
            </>
          )}
        </>
      )}
    </Page>
  );
}
