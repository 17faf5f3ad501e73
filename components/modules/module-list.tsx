"use client";

import { IconPlus } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { parseAsArrayOf, parseAsStringLiteral, useQueryState } from "nuqs";
import { approvalStateIds, type ModuleSummary } from "#lib/contracts";
import { ApprovalTag } from "../ui/approval-tag.tsx";
import { ButtonLink } from "../ui/button.tsx";
import { ChooseSeveral } from "../ui/choose-several.tsx";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { EnvironmentTag } from "../ui/environment-tag.tsx";
import { Count } from "../ui/figures.tsx";
import { Link } from "../ui/link.tsx";
import { ListFilter, matches, useListFilter } from "../ui/list-filter.tsx";
import { Page } from "../ui/page.tsx";
import { RunStateTag } from "../ui/run-state-tag.tsx";
import { EmptyState } from "../ui/state.tsx";
import { Ago } from "../ui/time.tsx";
import { moduleHref } from "./module-href.ts";
import { NextRun } from "./next-run.tsx";

/** Every module with where it stands. */
export function ModuleList({ modules, mayEdit }: { modules: readonly ModuleSummary[]; mayEdit: boolean }) {
  const t = useTranslations("modules");
  const common = useTranslations("common");
  const [q] = useListFilter();
  const [chosen, choose] = useQueryState(
    "state",
    parseAsArrayOf(parseAsStringLiteral(approvalStateIds)).withDefault([]),
  );
  const add = mayEdit ? (
    <ButtonLink href="/modules/new" leftSection={<IconPlus size={15} />}>
      {t("new")}
    </ButtonLink>
  ) : null;
  const shown = modules.filter(
    (one) =>
      (chosen.length === 0 || chosen.includes(one.state)) &&
      matches(q, one.name, one.title, ...one.sources, one.createdBy?.name),
  );
  const columns: readonly Column<ModuleSummary>[] = [
    {
      id: "name",
      header: common("name"),
      sort: (row) => row.name,
      cell: (row) => (
        <>
          <Link href={moduleHref(row.name, row.environment)} style={{ fontWeight: 500 }}>
            {row.name}
          </Link>
          {row.title ? <span style={{ color: "var(--ink-3)" }}> · {row.title}</span> : null}
        </>
      ),
    },
    {
      id: "state",
      header: common("state"),
      sort: (row) => row.state,
      cell: (row) => (
        <>
          <ApprovalTag value={row.state} /> <EnvironmentTag name={row.environment} />
        </>
      ),
    },
    { id: "sources", header: t("sources"), cell: (row) => row.sources.join(", ") || "–" },
    {
      id: "tables",
      header: t("tables"),
      align: "number",
      sort: (row) => row.tables,
      cell: (row) => <Count value={row.tables} />,
    },
    {
      id: "columns",
      header: t("columns"),
      align: "number",
      sort: (row) => row.columns,
      cell: (row) => <Count value={row.columns} />,
    },
    {
      id: "personal",
      header: t("personal"),
      align: "number",
      sort: (row) => row.personalColumns,
      cell: (row) => <Count value={row.personalColumns} />,
    },
    {
      id: "run",
      header: t("lastRun"),
      sort: (row) => row.lastRun?.createdAt ?? "",
      cell: (row) =>
        row.lastRun ? (
          <Link href={`/runs/${row.lastRun.id}`}>
            <RunStateTag value={row.lastRun.state} /> <Ago at={row.lastRun.createdAt} />
          </Link>
        ) : (
          "–"
        ),
    },
    {
      id: "next",
      header: t("nextRun"),
      sort: (row) => row.triggers.nextAt ?? "",
      cell: (row) => <NextRun module={row} />,
    },
    {
      id: "version",
      header: t("version"),
      align: "number",
      sort: (row) => row.latestVersion?.number ?? 0,
      cell: (row) =>
        row.latestVersion ? (
          <>
            <EnvironmentTag name={row.latestVersion.environment} />{" "}
            <Link href={`/modules/${row.name}/versions/${row.latestVersion.number}`}>
              v{row.latestVersion.number}
            </Link>
          </>
        ) : (
          "–"
        ),
    },
  ];
  return (
    <Page title={t("title")} lead={t("lead")} actions={add}>
      {modules.length === 0 ? (
        <EmptyState title={t("none")} text={t("noneText")} actions={add} />
      ) : (
        <>
          <div style={{ display: "flex", gap: 8, flexWrap: "wrap" }}>
            <ListFilter />
            <ChooseSeveral
              label={common("state")}
              data={approvalStateIds.map((value) => ({ value, label: common(`approval.${value}`) }))}
              value={chosen}
              onChange={choose}
            />
          </div>
          {shown.length === 0 ? (
            <EmptyState title={common("nothingMatches")} />
          ) : (
            <DataTable label={t("title")} columns={columns} rows={shown} rowKey={(row) => row.name} />
          )}
        </>
      )}
    </Page>
  );
}
