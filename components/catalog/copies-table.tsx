"use client";

import { useTranslations } from "next-intl";
import type { VersionDetail } from "#lib/contracts";
import { NotShownTag } from "../stores/not-shown-tag.tsx";
import { DataTable } from "../ui/data-table.tsx";
import { Bytes } from "../ui/figures.tsx";
import { Link } from "../ui/link.tsx";
import { Section } from "../ui/page.tsx";
import { Tag } from "../ui/tag.tsx";
import { Time } from "../ui/time.tsx";

/** Where stores hold the version, how much room each copy takes, and which are there no more. */
export function CopiesTable({ copies }: { copies: VersionDetail["copies"] }) {
  const t = useTranslations("versions");
  if (copies.length === 0) return null;
  return (
    <Section title={t("copies")}>
      <DataTable
        label={t("copies")}
        rows={copies}
        rowKey={(row) => row.store}
        columns={[
          {
            id: "store",
            header: t("store"),
            sort: (row) => row.store,
            cell: (row) => <Link href={`/stores/${row.store}`}>{row.store}</Link>,
          },
          {
            id: "places",
            header: t("copyPlaces"),
            cell: (row) =>
              row.removedAt === undefined ? (
                <span style={{ display: "grid", gap: 2, padding: "4px 0" }}>
                  {row.tables.map(({ name, location }) => (
                    <code key={name} style={{ overflowWrap: "anywhere" }}>
                      {location}
                    </code>
                  ))}
                </span>
              ) : (
                "–"
              ),
          },
          {
            id: "bytes",
            header: t("size"),
            align: "number",
            sort: (row) => row.bytes,
            cell: (row) => <Bytes value={row.bytes} />,
          },
          {
            id: "state",
            header: t("copyState"),
            cell: (row) =>
              row.removedAt ? (
                <>
                  <Tag tone="idle">{t("copyRemoved")}</Tag> <Time at={row.removedAt} />
                </>
              ) : row.notShown ? (
                <NotShownTag notShown={row.notShown} />
              ) : (
                <Tag tone="good">{row.byScript ? t("copyByScript") : t("copyThere")}</Tag>
              ),
          },
        ]}
      />
    </Section>
  );
}
