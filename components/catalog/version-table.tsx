"use client";

import { IconBan } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import type { VersionSummary } from "#lib/contracts";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { EnvironmentTag } from "../ui/environment-tag.tsx";
import { Bytes, Count } from "../ui/figures.tsx";
import { Hash } from "../ui/hash.tsx";
import { Link } from "../ui/link.tsx";
import { Tag } from "../ui/tag.tsx";
import { Ago } from "../ui/time.tsx";

export function VersionTable({
  versions,
  withModule = true,
}: {
  versions: readonly VersionSummary[];
  withModule?: boolean;
}) {
  const t = useTranslations("versions");
  const columns: readonly Column<VersionSummary>[] = [
    {
      id: "version",
      header: t("version"),
      sort: (row) => (withModule ? row.module : row.number),
      cell: (row) => (
        <>
          <Link href={`/modules/${row.module}/versions/${row.number}`} style={{ fontWeight: 500 }}>
            {withModule ? `${row.module} v${row.number}` : `v${row.number}`}
          </Link>{" "}
          <EnvironmentTag name={row.environment} />{" "}
          {row.withdrawn ? (
            <Tag tone="bad" icon={IconBan}>
              {t("withdrawn")}
            </Tag>
          ) : row.madeFromWithdrawn ? (
            <Tag tone="warn" icon={IconBan}>
              {t("madeFromWithdrawn")}
            </Tag>
          ) : row.isLatest ? (
            <Tag tone="good">{t("latest")}</Tag>
          ) : null}
        </>
      ),
    },
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
      id: "rows",
      header: t("rows"),
      align: "number",
      sort: (row) => row.rows,
      cell: (row) => <Count value={row.rows} />,
    },
    {
      id: "bytes",
      header: t("size"),
      align: "number",
      sort: (row) => row.bytes,
      cell: (row) => <Bytes value={row.bytes} />,
    },
    {
      id: "hash",
      header: t("checksum"),
      cell: (row) => <Hash value={row.versionId} label={t("copyHash")} />,
    },
    {
      id: "at",
      header: t("publishedAt"),
      sort: (row) => row.createdAt,
      cell: (row) => <Ago at={row.createdAt} />,
    },
  ];
  return (
    <DataTable
      label={t("versions")}
      columns={columns}
      rows={versions}
      rowKey={(row) => `${row.module}@${row.number}`}
    />
  );
}
