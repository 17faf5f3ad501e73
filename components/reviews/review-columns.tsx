"use client";

import { useLocale, useTranslations } from "next-intl";
import type { ReviewColumn } from "#lib/contracts";
import type { Locale } from "#lib/kernel";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { PrivacyClassTag } from "../ui/privacy-class-tag.tsx";
import { RuleName } from "../ui/rule-name.tsx";
import { Tag } from "../ui/tag.tsx";

const tones = { added: "good", changed: "warn", same: "idle", removed: "bad" } as const;

type Row = Omit<ReviewColumn, "change" | "policyLabels"> & {
  readonly change: ReviewColumn["change"] | "removed";
  readonly policyLabels?: ReviewColumn["policyLabels"];
};

/** How each column leaves: class and rule, beside what they were when last approved. */
export function ReviewColumns({
  columns,
  removed,
}: {
  columns: readonly ReviewColumn[];
  removed: readonly { readonly table: string; readonly column: string }[];
}) {
  const t = useTranslations("modules");
  const locale = useLocale() as Locale;
  const rows: readonly Row[] = [
    ...columns,
    ...removed.map((one) => ({ ...one, change: "removed" as const })),
  ];
  const ruleOf = (one: { rule?: string; parameters?: string } | undefined) =>
    one?.rule ? (
      <>
        <RuleName topic="anonymization" id={one.rule} />
        {one.parameters ? <code> {one.parameters}</code> : null}
      </>
    ) : (
      "–"
    );
  const list: readonly Column<Row>[] = [
    { id: "table", header: t("table"), sort: (row) => row.table, cell: (row) => row.table },
    {
      id: "column",
      header: t("column"),
      sort: (row) => row.column,
      cell: (row) => <b style={{ fontWeight: 500 }}>{row.column}</b>,
    },
    {
      id: "change",
      header: t("changeTitle"),
      sort: (row) => row.change,
      cell: (row) =>
        row.change === "same" ? "–" : <Tag tone={tones[row.change]}>{t(`change.${row.change}`)}</Tag>,
    },
    {
      id: "class",
      header: t("privacyClass"),
      sort: (row) => row.privacyClass ?? "",
      cell: (row) => (
        <span style={{ display: "inline-flex", gap: 6, alignItems: "center", flexWrap: "wrap" }}>
          {row.previous?.privacyClass && row.previous.privacyClass !== row.privacyClass ? (
            <>
              <PrivacyClassTag value={row.previous.privacyClass} /> →
            </>
          ) : null}
          {row.privacyClass ? <PrivacyClassTag value={row.privacyClass} /> : "–"}
        </span>
      ),
    },
    {
      id: "rule",
      header: t("ruleOldNew"),
      cell: (row) =>
        row.previous && (row.previous.rule !== row.rule || row.previous.parameters !== row.parameters) ? (
          <>
            <s style={{ color: "var(--ink-3)" }}>{ruleOf(row.previous)}</s> → {ruleOf(row)}
          </>
        ) : (
          ruleOf(row)
        ),
    },
    {
      id: "policy",
      header: t("policyLabel"),
      cell: (row) => row.policyLabels?.map((label) => label[locale]).join(", ") || "–",
    },
  ];
  return (
    <DataTable
      label={t("columnsLeave")}
      columns={list}
      rows={rows}
      rowKey={(row) => `${row.table}.${row.column}.${row.change}`}
      height={520}
    />
  );
}
