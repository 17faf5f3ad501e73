"use client";

import { useTranslations } from "next-intl";
import type { Reports } from "#lib/contracts";
import { DataTable } from "../ui/data-table.tsx";
import { Count } from "../ui/figures.tsx";
import { HelpLink } from "../ui/help-link.tsx";
import { Link } from "../ui/link.tsx";
import { Section } from "../ui/page.tsx";
import { useCostColumns } from "./cost-columns.tsx";

/** What reading cost each source, for whoever lends it; nothing where an earlier product did not count. */
export function SourceCosts({ sources }: { sources: Reports["provenance"]["sources"] }) {
  const t = useTranslations("versions");
  const rows = sources.flatMap(({ name, kind, cost }) => (cost ? [{ name, kind, ...cost }] : []));
  const cost = useCostColumns<(typeof rows)[number]>();
  if (rows.length === 0) return null;
  const hasFiles = rows.some(({ files }) => files !== undefined);
  return (
    <Section
      title={t("sourceCosts")}
      hint={t("sourceCostsHint")}
      aside={<HelpLink article="reading-sources" />}
    >
      <DataTable
        label={t("sourceCosts")}
        rows={rows}
        rowKey={(row) => row.name}
        columns={[
          {
            id: "name",
            header: t("source"),
            cell: (row) => <Link href={`/sources/${row.name}`}>{row.name}</Link>,
          },
          { id: "kind", header: t("kind"), cell: (row) => row.kind },
          cost.queries,
          cost.rows,
          ...(hasFiles
            ? [
                {
                  id: "files",
                  header: t("costFiles"),
                  align: "number" as const,
                  cell: (row: (typeof rows)[number]) => <Count value={row.files} />,
                },
              ]
            : []),
          cost.bytes,
          cost.seconds,
          cost.longest,
        ]}
      />
    </Section>
  );
}
