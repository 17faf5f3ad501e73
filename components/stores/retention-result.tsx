"use client";

import { useLocale, useTranslations } from "next-intl";
import type { RetentionPreview } from "#lib/contracts";
import { DataTable } from "../ui/data-table.tsx";
import { Bytes } from "../ui/figures.tsx";
import { formatBytes } from "../ui/format.ts";
import { Link } from "../ui/link.tsx";
import { Notice } from "../ui/state.tsx";
import { Ago } from "../ui/time.tsx";

type Row = { readonly module: string; readonly number: number };
const keyOf = ({ module, number }: Row) => `${module}@${number}`;
const Named = ({ module, number }: Row) => (
  <Link href={`/modules/${module}/versions/${number}`}>
    {module} v{number}
  </Link>
);

/** What a retention would remove now, and what it spares. */
export function RetentionResult({ result }: { result: RetentionPreview }) {
  const t = useTranslations("stores");
  const locale = useLocale();
  return (
    <div aria-live="polite" style={{ display: "grid", gap: 12, marginTop: 12 }}>
      <Notice
        tone={result.removed.length > 0 ? "warn" : "note"}
        title={t("wouldGo", { count: result.removed.length })}
      >
        {t("wouldFree", { bytes: formatBytes(result.freedBytes, locale), count: result.keptVersions })}
      </Notice>
      {result.removed.length > 0 ? (
        <DataTable
          label={t("wouldGo", { count: result.removed.length })}
          rows={result.removed}
          rowKey={keyOf}
          height={320}
          columns={[
            { id: "version", header: t("version"), sort: keyOf, cell: (row) => <Named {...row} /> },
            {
              id: "published",
              header: t("published"),
              sort: (row) => row.createdAt,
              cell: (row) => <Ago at={row.createdAt} />,
            },
            { id: "why", header: t("why"), cell: (row) => t(`whyName.${row.why}`) },
            {
              id: "size",
              header: t("size"),
              align: "number",
              sort: (row) => row.bytes,
              cell: (row) => <Bytes value={row.bytes} />,
            },
          ]}
        />
      ) : null}
      {result.spared.length > 0 ? (
        <>
          <p style={{ margin: 0, fontWeight: 500 }}>{t("spared")}</p>
          <DataTable
            label={t("spared")}
            rows={result.spared}
            rowKey={keyOf}
            columns={[
              { id: "version", header: t("version"), cell: (row) => <Named {...row} /> },
              {
                id: "made",
                header: t("madeFrom"),
                cell: (row) =>
                  row.madeFrom.map((one, index) => (
                    <span key={keyOf(one)}>
                      {index > 0 ? ", " : ""}
                      <Named {...one} />
                    </span>
                  )),
              },
            ]}
          />
        </>
      ) : null}
    </div>
  );
}
