"use client";

import { Skeleton, Tabs } from "@mantine/core";
import { IconArchive, IconClock, IconEye, IconPencil } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { can } from "#lib/access";
import type { ModuleDetail, SessionView } from "#lib/contracts";
import { VersionTable } from "../catalog/version-table.tsx";
import { EnvironmentField } from "../environments/environment-field.tsx";
import { useEnvironment } from "../environments/use-environment.ts";
import { ReviewTab } from "../reviews/review-tab.tsx";
import { RunTable } from "../runs/run-table.tsx";
import { ApprovalTag } from "../ui/approval-tag.tsx";
import { ButtonLink } from "../ui/button.tsx";
import { ConfirmButton } from "../ui/confirm-button.tsx";
import { EnvironmentTag } from "../ui/environment-tag.tsx";
import { Link } from "../ui/link.tsx";
import { Page } from "../ui/page.tsx";
import { EmptyState } from "../ui/state.tsx";
import { Tag } from "../ui/tag.tsx";
import { useAction } from "../ui/use-action.ts";
import { HistoryTab } from "./history-tab.tsx";
import type { ModuleActions } from "./module-actions.ts";
import { editorHref } from "./module-href.ts";
import { NextRun } from "./next-run.tsx";
import { OverviewTab } from "./overview-tab.tsx";
import { RunButtons } from "./run-buttons.tsx";

const tabs = ["overview", "preview", "values", "history", "review", "runs", "versions"] as const;

const ValuesTab = dynamic(() => import("./values-tab.tsx"), { loading: () => <Skeleton height={220} /> });
const PreviewTab = dynamic(() => import("../preview/preview-tab.tsx"), {
  ssr: false,
  loading: () => <Skeleton height={420} />,
});

/** A module: its document, what became of it, who decided what. */
export function ModulePage({
  module,
  actions,
  session,
}: {
  module: ModuleDetail;
  actions: ModuleActions;
  session: SessionView;
}) {
  const t = useTranslations("modules");
  const common = useTranslations("common");
  const router = useRouter();
  const role = session.user.role;
  const { summary } = module;
  const [tab, go] = useQueryState(
    "tab",
    parseAsStringLiteral(tabs)
      .withDefault(can(role, "reviews:decide") ? "review" : "overview")
      .withOptions({ history: "push" }),
  );
  // The server knows where the module stands there.
  const [environment, choose] = useEnvironment({ shallow: false, history: "push" });
  // A change of the address that asks the server nothing calls off a question that is on its way: one made meanwhile asks again.
  const isAsking = environment !== summary.environment;
  const archiving = useAction(actions.archiveModule, { done: () => router.refresh() });
  const mayEdit = can(role, "modules:edit") && summary.archivedAt === undefined;
  return (
    <Page
      title={summary.title || summary.name}
      tags={
        <>
          <ApprovalTag value={summary.state} />
          <EnvironmentTag name={summary.environment} />
          {summary.draftAhead ? <Tag tone="idle">{t("draftAhead")}</Tag> : null}
          {summary.archivedAt ? <Tag tone="idle">{common("archived")}</Tag> : null}
        </>
      }
      lead={
        <>
          <code>{summary.name}</code> · {common("tableCount", { count: summary.tables })},{" "}
          {common("columnCount", { count: summary.columns })},{" "}
          {t("personalCount", { count: summary.personalColumns })}
          {summary.latestVersion ? (
            <>
              {" · "}
              <Link href={`/modules/${summary.name}/versions/${summary.latestVersion.number}`}>
                {common("version", { number: summary.latestVersion.number })}
              </Link>{" "}
              <EnvironmentTag name={summary.latestVersion.environment} />
            </>
          ) : null}
          {summary.triggers.count > 0 ? (
            <>
              {" · "}
              {t("nextRun")}: <NextRun module={summary} />
            </>
          ) : null}
        </>
      }
      actions={
        <>
          <EnvironmentField
            isInline
            environments={module.environments}
            value={summary.environment}
            onChange={choose}
          />
          <ButtonLink
            variant="default"
            leftSection={mayEdit ? <IconPencil size={15} /> : <IconEye size={15} />}
            href={editorHref(summary.name, summary.environment)}
          >
            {t(mayEdit ? "edit" : "lookAtDraft")}
          </ButtonLink>
          <ButtonLink
            variant="default"
            leftSection={<IconClock size={15} />}
            href={`/modules/${summary.name}/schedule`}
          >
            {t("schedule")}
          </ButtonLink>
          {can(role, "modules:archive") ? (
            <ConfirmButton
              label={summary.archivedAt ? t("unarchive") : t("archive")}
              leftSection={<IconArchive size={15} />}
              title={t("archiveTitle", { module: summary.name })}
              text={t("archiveText")}
              isBusy={archiving.isBusy}
              confirm={() => archiving.run({ name: summary.name, archived: !summary.archivedAt })}
            />
          ) : null}
          {can(role, "runs:start") && summary.archivedAt === undefined ? (
            <RunButtons summary={summary} parameters={module.parameters} startRun={actions.startRun} />
          ) : null}
        </>
      }
    >
      {module.description ? <p style={{ maxWidth: "88ch", marginTop: 0 }}>{module.description}</p> : null}
      <Tabs
        value={tab}
        onChange={(value) => go(tabs.find((one) => one === value) ?? null, { shallow: !isAsking })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          {tabs.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`tab.${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="overview">
          <OverviewTab module={module} mayEdit={mayEdit} />
        </Tabs.Panel>
        <Tabs.Panel value="values">
          <ValuesTab module={module} actions={actions} session={session} />
        </Tabs.Panel>
        <Tabs.Panel value="preview">
          <PreviewTab
            module={module}
            session={session}
            previewTable={actions.previewTable}
            environment={summary.environment}
          />
        </Tabs.Panel>
        <Tabs.Panel value="history">
          <HistoryTab module={module} actions={actions} mayEdit={mayEdit} />
        </Tabs.Panel>
        <Tabs.Panel value="review">
          <ReviewTab
            module={module}
            actions={actions}
            mayRequest={can(role, "reviews:request") && summary.archivedAt === undefined}
            mayDecide={can(role, "reviews:decide")}
          />
        </Tabs.Panel>
        <Tabs.Panel value="runs">
          {module.runs.length === 0 ? (
            <EmptyState title={t("noRuns")} text={t("noRunsText")} />
          ) : (
            <RunTable runs={module.runs} withModule={false} />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="versions">
          {module.versions.length === 0 ? (
            <EmptyState title={t("noVersions")} text={t("noVersionsText")} />
          ) : (
            <VersionTable versions={module.versions} withModule={false} />
          )}
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
