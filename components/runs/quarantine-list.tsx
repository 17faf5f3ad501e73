"use client";

import { useTranslations } from "next-intl";
import type { QuarantineSummary } from "#lib/contracts";
import { DataTable } from "../ui/data-table.tsx";
import { Bytes, Count } from "../ui/figures.tsx";
import { Link } from "../ui/link.tsx";
import { Time } from "../ui/time.tsx";

/** Rejected rows by table: how many, until when; the rows themselves only for those who may look. */
export function QuarantineList({
  runId,
  tables,
  mayLook,
}: {
  runId: string;
  tables: readonly QuarantineSummary[];
  mayLook: boolean;
}) {
  const t = useTranslations("runs");
  return (
    <DataTable
      label={t("quarantine")}
      rows={tables}
      rowKey={(row) => row.table}
      columns={[
        {
          id: "table",
          header: t("table"),
          cell: (row) =>
            mayLook && row.kept ? (
              <Link href={`/runs/${runId}/quarantine?table=${encodeURIComponent(row.table)}`}>
                {row.table}
              </Link>
            ) : (
              row.table
            ),
        },
        { id: "rows", header: t("rows"), align: "number", cell: (row) => <Count value={row.rows} /> },
        { id: "bytes", header: t("size"), align: "number", cell: (row) => <Bytes value={row.bytes} /> },
        {
          id: "until",
          header: t("keptUntil"),
          cell: (row) => (row.kept ? <Time at={row.expiresAt} /> : t("notKept")),
        },
      ]}
    />
  );
}
