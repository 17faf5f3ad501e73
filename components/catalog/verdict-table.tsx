"use client";

import { type Icon, IconAlertTriangle, IconCircleCheck, IconCircleDashed } from "@tabler/icons-react";
import { useLocale, useTranslations } from "next-intl";
import type { Reports } from "#lib/contracts";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { formatFigure } from "../ui/format.ts";
import { RuleName } from "../ui/rule-name.tsx";
import { Tag, type Tone } from "../ui/tag.tsx";

type Verdict = NonNullable<Reports["quality"]["tables"][number]["verdicts"]>[number];

/** A violation that only warned did not stop anything. */
function lookOf({ outcome, action }: Verdict): { readonly tone: Tone; readonly icon: Icon } {
  if (outcome === "passed") return { tone: "good", icon: IconCircleCheck };
  if (outcome === "not-comparable") return { tone: "idle", icon: IconCircleDashed };
  return { tone: action === "warn" ? "warn" : "bad", icon: IconAlertTriangle };
}

interface Row extends Verdict {
  readonly table: string;
}

/** What checks of tables as a whole found, and gates against the version before. */
export function VerdictTable({ tables }: { tables: Reports["quality"]["tables"] }) {
  const t = useTranslations("versions");
  const locale = useLocale();
  const rows: readonly Row[] = tables.flatMap(({ name, verdicts = [] }) =>
    verdicts.map((verdict) => ({ ...verdict, table: name })),
  );
  const columns: readonly Column<Row>[] = [
    {
      id: "outcome",
      header: t("verdict"),
      sort: (row) => row.outcome,
      cell: (row) => <Tag {...lookOf(row)}>{t(`verdictOutcome.${row.outcome}`)}</Tag>,
    },
    { id: "table", header: t("table"), sort: (row) => row.table, cell: (row) => row.table },
    {
      id: "rule",
      header: t("check"),
      sort: (row) => row.rule,
      cell: (row) => <RuleName topic="table-checks" id={row.rule} />,
    },
    {
      id: "column",
      header: t("column"),
      sort: (row) => row.column ?? "",
      cell: (row) => row.column ?? t("wholeTable"),
    },
    {
      id: "figure",
      header: t("figure"),
      align: "number",
      sort: (row) => row.figure ?? 0,
      cell: (row) => (row.figure === undefined ? "–" : formatFigure(row.figure, locale)),
    },
    {
      id: "action",
      header: t("onViolation"),
      sort: (row) => row.action,
      cell: (row) => <code>{row.action}</code>,
    },
  ];
  return (
    <DataTable
      label={t("verdicts")}
      columns={columns}
      rows={rows}
      rowKey={(row) => `${row.table}:${row.rule}:${row.column ?? ""}:${rows.indexOf(row)}`}
    />
  );
}
