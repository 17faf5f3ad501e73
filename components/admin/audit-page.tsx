"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { AuditEntry } from "#lib/contracts";
import { Button } from "../ui/button.tsx";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { ListFilter, matches, useListFilter } from "../ui/list-filter.tsx";
import { Page } from "../ui/page.tsx";
import { EmptyState } from "../ui/state.tsx";
import { Tag } from "../ui/tag.tsx";
import { Time } from "../ui/time.tsx";

const tones = { done: "good", refused: "warn", failed: "bad" } as const;

/** Who did what, when, and what came of it. */
export function AuditPage({ entries, pageSize }: { entries: readonly AuditEntry[]; pageSize: number }) {
  const t = useTranslations("admin");
  const [q] = useListFilter();
  const [all, setAll] = useState(entries);
  const [isEnd, setEnd] = useState(entries.length < pageSize);
  const [isBusy, setBusy] = useState(false);
  const loadBefore = async (id: string) => {
    setBusy(true);
    const answer = await fetch(`/api/audit?before=${id}&limit=${pageSize}`).catch(() => undefined);
    const next = answer?.ok
      ? (await import("./read-audit-entries.ts")).readAuditEntries(await answer.json())
      : [];
    setBusy(false);
    setAll([...all, ...next]);
    setEnd(answer?.ok === true && next.length < pageSize);
  };
  const columns: readonly Column<AuditEntry>[] = [
    { id: "at", header: t("at"), cell: (row) => <Time at={row.at} seconds /> },
    {
      id: "actor",
      header: t("who"),
      cell: (row) => (
        <span style={{ whiteSpace: "nowrap" }}>
          {row.actor?.name ?? "–"}
          {row.impersonatedBy ? (
            <span style={{ color: "var(--warn)" }}> · {t("by", { name: row.impersonatedBy.name })}</span>
          ) : null}
        </span>
      ),
    },
    {
      id: "action",
      header: t("what"),
      cell: (row) => <code style={{ whiteSpace: "nowrap" }}>{row.action}</code>,
    },
    {
      id: "subject",
      header: t("subject"),
      cell: (row) => (
        <span style={{ whiteSpace: "nowrap" }} title={row.subject}>
          {row.subjectKind} {shortened(row.subject)}
        </span>
      ),
    },
    {
      id: "outcome",
      header: t("outcome"),
      cell: (row) => <Tag tone={tones[row.outcome]}>{t(`outcomeName.${row.outcome}`)}</Tag>,
    },
    {
      id: "detail",
      header: t("detail"),
      cell: (row) => (
        <span style={{ color: "var(--ink-2)" }}>
          {Object.entries(row.detail)
            .map(
              ([name, value]) =>
                `${name}: ${typeof value === "object" ? JSON.stringify(value) : String(value)}`,
            )
            .join(" · ")}
        </span>
      ),
    },
  ];
  const last = all[all.length - 1];
  return (
    <Page title={t("audit")} lead={t("auditLead")}>
      {all.length === 0 ? (
        <EmptyState title={t("auditEmpty")} />
      ) : (
        <>
          <ListFilter />
          <DataTable
            label={t("audit")}
            columns={columns}
            rows={all.filter((row) => matches(q, row.actor?.name, row.action, row.subject, row.outcome))}
            rowKey={(row) => row.id}
          />
          {isEnd || !last ? null : (
            <Button
              variant="default"
              style={{ marginTop: 16 }}
              loading={isBusy}
              onClick={() => loadBefore(last.id)}
            >
              {t("earlier")}
            </Button>
          )}
        </>
      )}
    </Page>
  );
}

/** Ids as their beginning, as breadcrumbs show them; names whole. */
const shortened = (subject: string): string => subject.replace(/^([0-9a-f]{8})-[0-9a-f-]{27}$/, "$1");
