"use client";

import { useTranslations } from "next-intl";
import type { PackageLock } from "#lib/contracts";
import { DataTable } from "../ui/data-table.tsx";
import { Hash } from "../ui/hash.tsx";
import { Section } from "../ui/page.tsx";

/** The packages that a module's Python scripts are given, by content. */
export function PackageTable({ packages }: Pick<PackageLock, "packages">) {
  const t = useTranslations("modules");
  return (
    <Section title={t("packages")} hint={t("packagesHint")}>
      <DataTable
        label={t("packages")}
        rows={packages}
        rowKey={(row) => row.name}
        columns={[
          { id: "name", header: t("package"), sort: (row) => row.name, cell: (row) => row.name },
          { id: "version", header: t("packageVersion"), cell: (row) => <code>{row.version}</code> },
          { id: "sha256", header: "SHA-256", cell: (row) => <Hash value={row.sha256} /> },
        ]}
      />
    </Section>
  );
}
