"use client";

import { IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ScheduleView } from "#lib/contracts";
import { TickStateTag } from "../triggers/tick-state-tag.tsx";
import type { TriggerActions } from "../triggers/trigger-actions.ts";
import { Button } from "../ui/button.tsx";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { EnvironmentTag } from "../ui/environment-tag.tsx";
import { ErrorText } from "../ui/error-text.tsx";
import { Link } from "../ui/link.tsx";
import { Ago } from "../ui/time.tsx";
import { useAction } from "../ui/use-action.ts";
import { ScheduleStateTag, scheduleStateOf } from "./schedule-state-tag.tsx";
import classes from "./schedules.module.css";

const ScheduleWords = dynamic(() => import("./schedule-words.tsx"), { ssr: false });
const NextRun = dynamic(() => import("./next-run.tsx"), { ssr: false });

/** What starts a trigger's runs: a schedule in words, a call, or versions. */
function When({ settings }: { settings: ScheduleView["settings"] }) {
  const t = useTranslations("triggers.overview");
  if (settings.kind === "schedule")
    return <ScheduleWords cron={settings.cron} timeZone={settings.timeZone} />;
  if (settings.kind === "webhook") return t("calls");
  return t(settings.when === "all" ? "afterAll" : "after", { modules: settings.upstreams.join(", ") });
}

function PauseButton({ schedule, pause }: { schedule: ScheduleView; pause: TriggerActions["pause"] }) {
  const t = useTranslations("triggers");
  const router = useRouter();
  const pausing = useAction(pause, { done: () => router.refresh() });
  const { id, name, module, pausedAt } = schedule;
  const isPaused = pausedAt !== undefined;
  return (
    <Button
      variant="default"
      size="compact"
      leftSection={isPaused ? <IconPlayerPlay size={14} /> : <IconPlayerPause size={14} />}
      loading={pausing.isBusy}
      aria-label={t(isPaused ? "overview.resumeOf" : "overview.pauseOf", { name, module: module.name })}
      onClick={() => pausing.run({ id, paused: !isPaused })}
    >
      {isPaused ? t("resume") : t("pause")}
    </Button>
  );
}

/** Triggers of all modules, a line each. */
export function ScheduleTable({
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
  const columns: readonly Column<ScheduleView>[] = [
    {
      id: "trigger",
      header: t("trigger"),
      sort: ({ module, name }) => `${module.name} ${name}`,
      cell: ({ module, name, settings }) => (
        <>
          <Link href={`/modules/${module.name}/schedule`} style={{ fontWeight: 500 }}>
            {module.name}
          </Link>{" "}
          · {name} <EnvironmentTag name={settings.environment} />
        </>
      ),
    },
    { id: "when", header: t("when"), cell: ({ settings }) => <When settings={settings} /> },
    {
      id: "next",
      header: t("next"),
      sort: ({ nextAt }) => nextAt ?? "~",
      cell: ({ settings, nextAt }) =>
        settings.kind === "schedule" && nextAt !== undefined ? (
          <NextRun at={nextAt} timeZone={settings.timeZone} />
        ) : (
          "–"
        ),
    },
    {
      id: "state",
      header: common("state"),
      sort: scheduleStateOf,
      cell: (one) => {
        const value = scheduleStateOf(one);
        return (
          <>
            <ScheduleStateTag value={value} />
            {value === "obstacle" && one.obstacle ? (
              <p className={classes.hint}>
                <ErrorText error={one.obstacle} />
              </p>
            ) : null}
          </>
        );
      },
    },
    {
      id: "last",
      header: t("last"),
      sort: ({ last }) => last?.plannedAt ?? "",
      cell: ({ last }) => (last === undefined ? "–" : <Last tick={last} />),
    },
    ...(mayEdit
      ? [
          {
            id: "pause",
            header: "",
            cell: (one: ScheduleView) => <PauseButton schedule={one} pause={pause} />,
          },
        ]
      : []),
  ];
  return <DataTable label={t("title")} columns={columns} rows={schedules} rowKey={({ id }) => id} top />;
}

/** What came of a trigger last, with its run. */
function Last({ tick }: { tick: NonNullable<ScheduleView["last"]> }) {
  const t = useTranslations("triggers");
  return (
    <>
      <TickStateTag value={tick.state} /> <Ago at={tick.plannedAt} />
      {tick.runId === undefined ? null : (
        <>
          {" · "}
          <Link href={`/runs/${tick.runId}`}>{t("openRun")}</Link>
        </>
      )}
      {tick.reason && tick.state !== "succeeded" && tick.state !== "running" ? (
        <p className={classes.hint}>
          <ErrorText error={tick.reason} />
        </p>
      ) : null}
    </>
  );
}
