"use client";

import { useTranslations } from "next-intl";
import { DataTable } from "../ui/data-table.tsx";
import { Count } from "../ui/figures.tsx";
import { Progress } from "../ui/progress.tsx";
import type { TableProgress } from "./run-progress.ts";

/** Where each table stands while a run goes on, and where it stopped. */
export function RunTables({ progress, isOver }: { progress: readonly TableProgress[]; isOver: boolean }) {
  const t = useTranslations("runs");
  const common = useTranslations("common");
  return (
    <DataTable
      label={t("tables")}
      rows={progress}
      rowKey={(row) => row.table}
      columns={[
        { id: "table", header: t("table"), cell: (row) => <b style={{ fontWeight: 500 }}>{row.table}</b> },
        {
          id: "stage",
          header: t("stage"),
          cell: (row) => (row.stage ? common(`stage.${row.stage}`) : t(isOver ? "notReached" : "waiting")),
        },
        {
          id: "extracted",
          header: common("rows.extracted"),
          align: "number",
          cell: (row) => <Count value={row.extracted} />,
        },
        { id: "rows", header: t("rowsNow"), align: "number", cell: (row) => <Count value={row.rows} /> },
        {
          id: "bar",
          header: t("progress"),
          width: "30%",
          cell: (row) =>
            row.total && row.rows !== undefined ? (
              <Progress
                value={Math.min(100, (row.rows / row.total) * 100)}
                label={t("progressOf", { table: row.table })}
              />
            ) : null,
        },
      ]}
    />
  );
}
