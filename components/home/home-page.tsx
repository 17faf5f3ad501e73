"use client";

import {
  IconAlertTriangle,
  IconBan,
  IconBell,
  IconCircleCheck,
  IconMessage2Exclamation,
  IconPencil,
  IconPlus,
  IconShieldCheck,
} from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { can } from "#lib/access";
import type { HomeView, SessionView } from "#lib/contracts";
import { versionNames } from "../catalog/version-names.ts";
import { VersionTable } from "../catalog/version-table.tsx";
import { moduleHref } from "../modules/module-href.ts";
import { RunTable } from "../runs/run-table.tsx";
import type { Action } from "../ui/action.ts";
import { ButtonLink } from "../ui/button.tsx";
import { ErrorText } from "../ui/error-text.tsx";
import { Link } from "../ui/link.tsx";
import { Page, Section } from "../ui/page.tsx";
import { EmptyState } from "../ui/state.tsx";
import { useAction } from "../ui/use-action.ts";
import { type InboxItem, InboxList } from "./inbox-list.tsx";

/** What needs this person, by role; then what happened lately. */
export function HomePage({
  home,
  session,
  putAway,
}: {
  home: HomeView;
  session: SessionView;
  putAway: Action<{ id: string }, unknown>;
}) {
  const t = useTranslations("home");
  const triggers = useTranslations("triggers");
  const router = useRouter();
  const puttingAway = useAction(putAway, { done: () => router.refresh() });
  const role = session.user.role;
  const items: readonly InboxItem[] = [
    ...home.reviews.map((review) => ({
      key: `review:${review.module}:${review.environment ?? ""}`,
      icon: IconShieldCheck,
      color: "var(--busy)",
      title: t("reviewItem", { module: review.module, number: review.revision }),
      detail: [t("askedBy", { name: review.requestedBy.name }), review.environment]
        .filter(Boolean)
        .join(" · "),
      at: review.requestedAt,
      href: moduleHref(review.module, review.environment, "review"),
      verb: t("reviewVerb"),
    })),
    ...home.changesRequested.map((module) => ({
      key: `changes:${module.name}`,
      icon: IconMessage2Exclamation,
      color: "var(--warn)",
      title: t("changesItem", { module: module.title || module.name }),
      detail: t("changesDetail"),
      at: module.draftUpdatedAt ?? module.createdAt,
      href: moduleHref(module.name, module.environment, "review"),
      verb: t("changesVerb"),
    })),
    ...home.flaggedVersions.map((version) => ({
      key: `version:${version.module}`,
      icon: IconBan,
      color: "var(--bad)",
      title: t("flaggedItem", { module: version.module, number: version.number }),
      detail: t("flaggedDetail", { versions: versionNames(version.madeFromWithdrawn) }),
      at: version.createdAt,
      href: `/modules/${version.module}/versions/${version.number}`,
      verb: t("flaggedVerb"),
    })),
    ...home.alerts.map((alert) => ({
      key: `alert:${alert.id}`,
      icon: alert.kind === "recovered" ? IconCircleCheck : IconBell,
      color:
        alert.kind === "recovered" ? "var(--good)" : alert.kind === "failed" ? "var(--bad)" : "var(--warn)",
      title: triggers(`alert.${alert.kind}`, { module: alert.module, trigger: alert.trigger }),
      detail: alert.reason ? <ErrorText error={alert.reason} /> : null,
      at: alert.at,
      href: alert.runId ? `/runs/${alert.runId}` : `/modules/${alert.module}/schedule`,
      verb: triggers("alertVerb"),
      putAway: () => puttingAway.run({ id: alert.id }),
    })),
    ...home.failedRuns.map((run) => ({
      key: `run:${run.id}`,
      icon: IconAlertTriangle,
      color: "var(--bad)",
      title: t("failedItem", { module: run.module }),
      detail: run.error ? <ErrorText error={run.error} /> : null,
      at: run.finishedAt ?? run.createdAt,
      href: `/runs/${run.id}`,
      verb: t("failedVerb"),
    })),
    ...home.drafts.map((module) => ({
      key: `draft:${module.name}`,
      icon: IconPencil,
      color: "var(--ink-3)",
      title: t("draftItem", { module: module.title || module.name }),
      detail: module.draftUpdatedBy ? t("editedBy", { name: module.draftUpdatedBy.name }) : "",
      at: module.draftUpdatedAt ?? module.createdAt,
      href: moduleHref(module.name, module.environment),
      verb: t("draftVerb"),
    })),
  ];
  const isNew = home.recentRuns.length === 0 && home.recentVersions.length === 0 && items.length === 0;
  return (
    <Page title={t("greeting", { name: session.user.name.split(" ")[0] ?? "" })} lead={t(`lead.${role}`)}>
      {isNew ? (
        <EmptyState
          title={t("newTitle")}
          text={t(`newText.${role}`)}
          actions={
            <>
              {can(role, "sources:manage") ? (
                <ButtonLink href="/sources/new" leftSection={<IconPlus size={15} />}>
                  {t("addSource")}
                </ButtonLink>
              ) : null}
              {can(role, "modules:edit") ? (
                <ButtonLink href="/modules/new" leftSection={<IconPlus size={15} />}>
                  {t("addModule")}
                </ButtonLink>
              ) : null}
            </>
          }
        />
      ) : (
        <Section title={t("needsYou")}>
          {items.length === 0 ? (
            <p style={{ display: "flex", gap: 8, alignItems: "center", color: "var(--good)", margin: 0 }}>
              <IconCircleCheck size={16} aria-hidden />
              {t("nothingWaits")}
            </p>
          ) : (
            <InboxList items={items} />
          )}
        </Section>
      )}
      {home.recentVersions.length > 0 ? (
        <Section title={t("recentVersions")} aside={<Link href="/versions">{t("allVersions")}</Link>}>
          <VersionTable versions={home.recentVersions} />
        </Section>
      ) : null}
      {can(role, "runs:read") && home.recentRuns.length > 0 ? (
        <Section title={t("recentRuns")} aside={<Link href="/runs">{t("allRuns")}</Link>}>
          <RunTable runs={home.recentRuns} />
        </Section>
      ) : null}
    </Page>
  );
}
