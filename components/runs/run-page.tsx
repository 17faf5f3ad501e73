"use client";

import { IconPlayerStop, IconRefresh } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useMemo, useState } from "react";
import type { RunDetail } from "#lib/contracts";
import { FlowTable } from "../catalog/flow-table.tsx";
import { haveVerdicts } from "../catalog/have-verdicts.ts";
import { SourceCosts } from "../catalog/source-costs.tsx";
import { Gantt } from "../charts/gantt.tsx";
import type { Action } from "../ui/action.ts";
import { Button, ButtonLink } from "../ui/button.tsx";
import { ConfirmButton } from "../ui/confirm-button.tsx";
import { EnvironmentTag } from "../ui/environment-tag.tsx";
import { Figures } from "../ui/facts.tsx";
import { Count, Duration } from "../ui/figures.tsx";
import { HelpLink } from "../ui/help-link.tsx";
import { Link } from "../ui/link.tsx";
import { Page, Section } from "../ui/page.tsx";
import { RunStateTag } from "../ui/run-state-tag.tsx";
import { Notice } from "../ui/state.tsx";
import { Ago, Time } from "../ui/time.tsx";
import { useAction } from "../ui/use-action.ts";
import { CauseText } from "./cause-text.tsx";
import { ParameterValues } from "./parameter-values.tsx";
import { RunLog } from "./run-log.tsx";
import { ganttOf, tableProgress } from "./run-progress.ts";
import { RunTables } from "./run-tables.tsx";
import { useRunEvents } from "./use-run-events.ts";

// Most runs succeed and reject nothing, and few wait.
const Waiting = dynamic(() => import("./waiting.tsx").then((file) => file.Waiting));
const Failure = dynamic(() => import("./failure.tsx").then((file) => file.Failure));
const QuarantineList = dynamic(() => import("./quarantine-list.tsx").then((file) => file.QuarantineList));
// Few documents have scripts in Python that print.
const ScriptOutputList = dynamic(() =>
  import("./script-output-list.tsx").then((file) => file.ScriptOutputList),
);
// Few documents check tables as a whole.
const VerdictTable = dynamic(() => import("../catalog/verdict-table.tsx").then((file) => file.VerdictTable));
// Only trials show their privacy here; a version has a page for it.
const PrivacyTab = dynamic(() => import("../catalog/privacy-tab.tsx").then((file) => file.PrivacyTab));

/** A run, live: a failure opens at its cause, then stages, tables, what came of it, and the whole log. */
export function RunPage({
  run,
  cancel,
  retry,
}: {
  run: RunDetail;
  cancel: Action<{ id: string }, unknown>;
  retry: Action<{ id: string }, { id: string }>;
}) {
  const t = useTranslations("runs");
  const versions = useTranslations("versions");
  const triggers = useTranslations("triggers");
  const common = useTranslations("common");
  const router = useRouter();
  const isOver = run.finishedAt !== undefined;
  const live = useRunEvents(run.id, run.events, isOver, () => router.refresh());
  const { events, connection } = live;
  // What a run waits for, and until when, comes with the page.
  useEffect(() => {
    if (live.state) router.refresh();
  }, [live.state, router]);
  const state = isOver ? run.state : (live.state ?? run.state);
  const now = useNow(!isOver, run.finishedAt ?? run.startedAt ?? run.createdAt);
  const { stages, whole } = useMemo(() => ganttOf(run, events, now), [run, events, now]);
  const progress = useMemo(
    () =>
      tableProgress(
        run.tables.map((one) => one.name),
        events,
      ),
    [run.tables, events],
  );
  const cancelling = useAction(cancel, { done: () => router.refresh() });
  const retrying = useAction(retry, { done: (next) => router.push(`/runs/${next.id}`) });
  return (
    <Page
      title={t("runOf", { module: run.module })}
      tags={
        <>
          <RunStateTag value={state} />
          <EnvironmentTag name={run.environment} />
        </>
      }
      lead={
        <>
          {common(`runKind.${run.kind}`)} ·{" "}
          <Link href={`/modules/${run.module}?tab=history`}>
            {t("revisionNumber", { number: run.revision })}
          </Link>
          {run.requestedBy ? ` · ${run.requestedBy.name}` : null}
          {run.cause ? (
            <>
              {" · "}
              <Link href={`/modules/${run.module}/schedule`}>
                <CauseText cause={run.cause} />
              </Link>
            </>
          ) : null}
          {run.cause?.kind === "schedule" ? (
            <>
              , {triggers("causePlanned")} <Time at={run.cause.plannedAt} />
            </>
          ) : null}{" "}
          · <Ago at={run.createdAt} />
          {run.sample ? ` · ${t("sampleOf", { count: run.sample })}` : null}
        </>
      }
      actions={
        <>
          {run.version ? (
            <ButtonLink href={`/modules/${run.module}/versions/${run.version}`}>
              {t("openVersion", { number: run.version })}
            </ButtonLink>
          ) : null}
          {run.mayRetry ? (
            <Button
              leftSection={<IconRefresh size={15} />}
              loading={retrying.isBusy}
              onClick={() => retrying.run({ id: run.id })}
            >
              {t("retry")}
            </Button>
          ) : null}
          {run.mayCancel ? (
            <ConfirmButton
              label={t("cancel")}
              leftSection={<IconPlayerStop size={15} />}
              title={t("cancelTitle")}
              text={t("cancelText")}
              isBusy={cancelling.isBusy}
              confirm={() => cancelling.run({ id: run.id })}
            />
          ) : null}
        </>
      }
    >
      {run.waitsUntil ? (
        <Waiting until={run.waitsUntil} error={run.error} />
      ) : run.error ? (
        <Failure run={run} />
      ) : null}
      {connection === "waiting" && state === "running" ? <Notice title={t("reconnecting")} /> : null}
      <div style={{ marginTop: 12 }}>
        <Figures
          items={[
            { name: t("took"), value: <Duration ms={whole} /> },
            ...(run.usualSeconds
              ? [{ name: t("usually"), value: <Duration ms={run.usualSeconds * 1000} /> }]
              : []),
            { name: t("attempt"), value: <Count value={Math.max(1, run.attempt)} /> },
            {
              name: t("warnings"),
              value: <Count value={events.filter((event) => event.level === "warning").length} />,
            },
          ]}
        />
      </div>
      {run.parameters.length > 0 ? (
        <Section title={t("parameters")} hint={t("parametersHint")}>
          <ParameterValues parameters={run.parameters} />
        </Section>
      ) : null}
      <Section title={t("stages")} aside={<HelpLink article="stages" />}>
        <Gantt stages={stages} whole={whole} />
      </Section>
      {run.reports ? (
        <Section title={t("rowsByTable")}>
          <FlowTable tables={run.reports.quality.tables} />
        </Section>
      ) : (
        <Section title={t("tables")}>
          <RunTables progress={progress} isOver={isOver} />
        </Section>
      )}
      {run.reports && haveVerdicts(run.reports.quality.tables) ? (
        <Section title={versions("verdicts")} hint={run.sample ? t("verdictsOfSample") : undefined}>
          <VerdictTable tables={run.reports.quality.tables} />
        </Section>
      ) : null}
      {run.reports ? <SourceCosts sources={run.reports.provenance.sources} /> : null}
      {run.quarantine.length > 0 ? (
        <Section title={t("quarantine")} hint={t("quarantineHint")}>
          <QuarantineList runId={run.id} tables={run.quarantine} mayLook={run.mayLook} />
        </Section>
      ) : null}
      {run.scriptOutputs.length > 0 ? (
        <Section title={t("scriptOutput")} hint={t("scriptOutputHint")}>
          <ScriptOutputList runId={run.id} outputs={run.scriptOutputs} mayRead={run.mayReadOutput} />
        </Section>
      ) : null}
      <Section title={t("log")}>
        <RunLog events={events} runId={run.id} />
      </Section>
      {run.reports && run.kind === "trial" ? (
        <Section title={t("trialPrivacy")} hint={t("trialPrivacyHint")}>
          <PrivacyTab privacy={run.reports.privacy} />
        </Section>
      ) : null}
    </Page>
  );
}

/** The time, each second while the run goes on; the server's own last instant at first, so that both draw the same. */
function useNow(isTicking: boolean, start: string): number {
  const [now, setNow] = useState(() => Date.parse(start));
  useEffect(() => {
    if (!isTicking) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [isTicking]);
  return isTicking ? now : Date.parse(start);
}
