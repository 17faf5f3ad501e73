"use client";

import { useTranslations } from "next-intl";
import type { StoreContents } from "#lib/contracts";
import { DataTable } from "../ui/data-table.tsx";
import { Bytes, Count } from "../ui/figures.tsx";
import { Link } from "../ui/link.tsx";

/** Modules by the space they take, largest first, each with its share drawn. */
export function SpaceByModule({ label, modules }: { label: string; modules: StoreContents["modules"] }) {
  const t = useTranslations("stores");
  const most = Math.max(1, ...modules.map(({ bytes }) => bytes));
  return (
    <DataTable
      label={label}
      rows={modules}
      rowKey={(row) => row.module}
      columns={[
        {
          id: "module",
          header: t("module"),
          sort: (row) => row.module,
          cell: (row) => <Link href={`/modules/${row.module}`}>{row.module}</Link>,
        },
        {
          id: "versions",
          header: t("versions"),
          align: "number",
          sort: (row) => row.versions,
          cell: (row) => <Count value={row.versions} />,
        },
        {
          id: "bytes",
          header: t("size"),
          align: "number",
          sort: (row) => row.bytes,
          cell: (row) => <Bytes value={row.bytes} />,
        },
        {
          id: "bar",
          header: t("share"),
          width: "40%",
          cell: (row) => (
            <span
              style={{
                display: "block",
                height: 8,
                borderRadius: 2,
                background: "var(--after)",
                width: `${(row.bytes / most) * 100}%`,
              }}
            />
          ),
        },
      ]}
    />
  );
}
