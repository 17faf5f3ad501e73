"use client";

import { useTranslations } from "next-intl";
import type { Reports } from "#lib/contracts";
import { FlowBar } from "../charts/flow-bar.tsx";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { Count } from "../ui/figures.tsx";

type Flow = Pick<Reports["quality"]["tables"][number], "name" | "counts">;

/** One line a table: extracted, transformed, and the parts the transformed rows fell into. */
export function FlowTable({ tables }: { tables: readonly Flow[] }) {
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
  const columns: readonly Column<Flow>[] = [
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
      sort: (row: Flow) => row.counts[figure],
      cell: (row: Flow) => <Count value={row.counts[figure]} />,
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
