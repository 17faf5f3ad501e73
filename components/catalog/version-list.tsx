"use client";

import { useTranslations } from "next-intl";
import { parseAsBoolean, useQueryState } from "nuqs";
import type { VersionSummary } from "#lib/contracts";
import { TickField } from "../fields/tick-field.tsx";
import { ListFilter, matches, useListFilter } from "../ui/list-filter.tsx";
import { Page } from "../ui/page.tsx";
import { EmptyState } from "../ui/state.tsx";
import { VersionTable } from "./version-table.tsx";

/** What has been published: the latest of each module, earlier ones on request. */
export function VersionList({ versions }: { versions: readonly VersionSummary[] }) {
  const t = useTranslations("versions");
  const common = useTranslations("common");
  const [q] = useListFilter();
  const [withOld, showOld] = useQueryState("old", parseAsBoolean.withDefault(false));
  const shown = versions.filter(
    (one) => (withOld || one.isLatest) && matches(q, one.module, `v${one.number}`, one.versionId),
  );
  return (
    <Page title={t("versions")} lead={t("versionsLead")}>
      {versions.length === 0 ? (
        <EmptyState title={t("noVersions")} text={t("noVersionsText")} />
      ) : (
        <>
          <div style={{ display: "flex", gap: 16, flexWrap: "wrap", alignItems: "center" }}>
            <ListFilter />
            <TickField
              isSwitch
              label={t("showOld")}
              checked={withOld}
              onChange={(isOn) => showOld(isOn || null)}
            />
          </div>
          {shown.length === 0 ? (
            <EmptyState title={common("nothingMatches")} />
          ) : (
            <VersionTable versions={shown} />
          )}
        </>
      )}
    </Page>
  );
}
