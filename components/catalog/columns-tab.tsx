"use client";

import { useTranslations } from "next-intl";
import type { Manifest, Reports } from "#lib/contracts";
import { Histogram } from "../charts/histogram.tsx";
import { NullShare } from "../charts/null-share.tsx";
import { CoarseCount, coarseOrder } from "../ui/coarse-count.tsx";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { PrivacyClassTag } from "../ui/privacy-class-tag.tsx";
import { RuleName } from "../ui/rule-name.tsx";
import { columnRows, type VersionColumn } from "./column-rows.ts";

/** Every published column: type, class and rule, how full, how many values, how they are spread. */
export function ColumnsTab({
  manifest,
  reports,
  table,
}: {
  manifest: Manifest;
  reports: Reports;
  table: string;
}) {
  const t = useTranslations("versions");
  const rows = columnRows(manifest, reports, table);
  const columns: readonly Column<VersionColumn>[] = [
    {
      id: "name",
      header: t("column"),
      sort: (row) => row.name,
      cell: (row) => (
        <>
          <span style={{ fontWeight: 500 }}>{row.name}</span>
          {row.key ? <span style={{ color: "var(--ink-3)" }}> · {t(`keyKind.${row.key}`)}</span> : null}
          {row.description ? (
            <div style={{ color: "var(--ink-3)", maxWidth: 320 }}>{row.description}</div>
          ) : null}
        </>
      ),
    },
    {
      id: "type",
      header: t("type"),
      sort: (row) => row.datatype,
      cell: (row) => <code>{row.datatype}</code>,
    },
    {
      id: "class",
      header: t("privacyClass"),
      sort: (row) => row.privacyClass ?? "",
      cell: (row) => (row.privacyClass ? <PrivacyClassTag value={row.privacyClass} /> : "–"),
    },
    {
      id: "rule",
      header: t("rule"),
      sort: (row) => row.rule ?? "",
      cell: (row) => (row.rule ? <RuleName topic="anonymization" id={row.rule} /> : "–"),
    },
    {
      id: "nulls",
      header: t("nullShare"),
      sort: (row) => row.statistics?.nullShareAfter ?? 0,
      cell: (row) =>
        row.statistics ? (
          <NullShare before={row.statistics.nullShareBefore} after={row.statistics.nullShareAfter} />
        ) : (
          "–"
        ),
    },
    {
      id: "distinct",
      header: t("distinct"),
      align: "number",
      sort: (row) => (row.statistics ? coarseOrder(row.statistics.distinct) : -1),
      cell: (row) => (row.statistics ? <CoarseCount value={row.statistics.distinct} /> : "–"),
    },
    ...(rows.some((row) => hasRange(row.statistics))
      ? [
          {
            id: "range",
            header: t("range"),
            cell: (row: VersionColumn) =>
              hasRange(row.statistics) ? <Range statistics={row.statistics} /> : "–",
          },
        ]
      : []),
    {
      id: "spread",
      header: t("spread"),
      width: 240,
      cell: (row) => (row.statistics?.histogram ? <Histogram data={row.statistics.histogram} /> : "–"),
    },
  ];
  return (
    <DataTable label={t("columnsOf", { table })} columns={columns} rows={rows} rowKey={(row) => row.name} />
  );
}

type Statistics = NonNullable<VersionColumn["statistics"]>;

const hasRange = (statistics: Statistics | undefined): statistics is Statistics =>
  statistics?.minimum !== undefined ||
  statistics?.maximum !== undefined ||
  statistics?.mean !== undefined ||
  (statistics?.quantiles ?? []).length > 0;

/** Least, greatest, mean and quantiles of what is published, where they may be told. */
function Range({ statistics }: { statistics: Statistics }) {
  const t = useTranslations("versions");
  const { minimum, maximum, mean, quantiles = [] } = statistics;
  const more = [
    ...(mean === undefined ? [] : [t("mean", { value: mean })]),
    ...quantiles.map(({ q, value }) => t("quantile", { percent: Math.round(q * 100), value })),
  ];
  return (
    <>
      {minimum === undefined && maximum === undefined ? null : (
        <span style={{ whiteSpace: "nowrap" }}>
          {minimum ?? "–"} … {maximum ?? "–"}
        </span>
      )}
      {more.length > 0 ? <div style={{ color: "var(--ink-3)" }}>{more.join(" · ")}</div> : null}
    </>
  );
}
