"use client";

import { useTranslations } from "next-intl";
import type { Reports } from "#lib/contracts";
import { FlowBar } from "../charts/flow-bar.tsx";
import { CoarseCount, coarseOrder } from "../ui/coarse-count.tsx";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { Count } from "../ui/figures.tsx";
import { Section } from "../ui/page.tsx";

type QualityTable = Reports["quality"]["tables"][number];
type RuleCount = QualityTable["rules"][number];

/** What became of every row, and how often each rule acted. */
export function QualityTab({ quality }: { quality: Reports["quality"] }) {
  const t = useTranslations("versions");
  return (
    <>
      <FlowTable tables={quality.tables} />
      {quality.tables.map((table) => (
        <Section
          key={table.name}
          title={table.name}
          hint={
            table.olderWinners === 0 ? undefined : (
              <>
                {t("olderWinners")} <CoarseCount value={table.olderWinners} />
              </>
            )
          }
        >
          {table.rules.length === 0 ? (
            <p style={{ color: "var(--ink-3)", margin: 0 }}>{t("noRuleActed")}</p>
          ) : (
            <RuleTable table={table} />
          )}
        </Section>
      ))}
    </>
  );
}

/** One line a table: extracted, transformed, and the parts the transformed rows fell into. */
export function FlowTable({ tables }: { tables: readonly Pick<QualityTable, "name" | "counts">[] }) {
  const t = useTranslations("versions");
  const common = useTranslations("common");
  const figures = [
    "extracted",
    "transformed",
    "published",
    "rejected",
    "deduplicated",
    "suppressed",
  ] as const;
  const columns: readonly Column<Pick<QualityTable, "name" | "counts">>[] = [
    {
      id: "name",
      header: t("table"),
      sort: (row) => row.name,
      cell: (row) => <b style={{ fontWeight: 500 }}>{row.name}</b>,
    },
    ...figures.map((figure) => ({
      id: figure,
      header: common(`rows.${figure}`),
      align: "number" as const,
      sort: (row: Pick<QualityTable, "name" | "counts">) => row.counts[figure],
      cell: (row: Pick<QualityTable, "name" | "counts">) => <Count value={row.counts[figure]} />,
    })),
    {
      id: "flow",
      header: t("rowFlow"),
      width: "28%",
      cell: (row) => <FlowBar counts={row.counts} legend={false} />,
    },
  ];
  return <DataTable label={t("rowFlow")} columns={columns} rows={tables} rowKey={(row) => row.name} />;
}

function RuleTable({ table }: { table: QualityTable }) {
  const t = useTranslations("versions");
  const columns: readonly Column<RuleCount>[] = [
    {
      id: "column",
      header: t("column"),
      sort: (row) => row.column ?? "",
      cell: (row) => row.column ?? t("wholeRow"),
    },
    { id: "reason", header: t("reason"), sort: (row) => row.code, cell: (row) => t(`ruleCode.${row.code}`) },
    {
      id: "rule",
      header: t("rule"),
      sort: (row) => row.rule ?? "",
      cell: (row) => (row.rule ? <code>{row.rule}</code> : "–"),
    },
    {
      id: "action",
      header: t("action"),
      sort: (row) => row.action,
      cell: (row) => <code>{row.action}</code>,
    },
    {
      id: "rows",
      header: t("rows"),
      align: "number",
      sort: (row) => coarseOrder(row.rows),
      cell: (row) => <CoarseCount value={row.rows} />,
    },
  ];
  return (
    <DataTable
      label={t("rulesOf", { table: table.name })}
      columns={columns}
      rows={table.rules}
      rowKey={(row) => `${row.code}:${row.column ?? ""}:${row.rule ?? ""}:${row.action}`}
    />
  );
}
