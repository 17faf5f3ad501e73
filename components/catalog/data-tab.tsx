"use client";

import { useLocale, useTranslations } from "next-intl";
import type { VersionDetail, VersionRows } from "#lib/contracts";
import { Histogram } from "../charts/histogram.tsx";
import type { Action } from "../ui/action.ts";
import { DataGrid } from "../ui/data-grid.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { formatNumber } from "../ui/format.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { EmptyState } from "../ui/state.tsx";
import { useLoaded } from "../ui/use-loaded.ts";
import { columnRows } from "./column-rows.ts";
import type { VersionRowsInput } from "./version-page.tsx";

/** The first published rows of a table, each column under its distribution. */
export function DataTab({
  version,
  table,
  loadRows,
}: {
  version: VersionDetail;
  table: string;
  loadRows: Action<VersionRowsInput, VersionRows>;
}) {
  const { manifest, reports } = version;
  const t = useTranslations("versions");
  const locale = useLocale();
  const answer = useLoaded(`${version.versionId} ${table}`, () =>
    loadRows({ module: version.module, number: version.number, table, offset: 0, limit: 200 }),
  );
  const published = manifest.tables.find((one) => one.name === table)?.counts.published ?? 0;
  if (answer.state === "pending") return <Skeleton height={420} label={t("loadingRows")} />;
  if (answer.state === "failed") return <ErrorState error={answer.error} />;
  if (published === 0) return <EmptyState title={t("emptyTable")} text={t("emptyTableText")} />;
  const statistics = new Map(columnRows(manifest, reports, table).map((one) => [one.name, one.statistics]));
  return (
    <>
      <p style={{ margin: "0 0 8px", color: "var(--ink-2)", fontSize: 13 }}>
        {t("firstRows", {
          shown: formatNumber(answer.value.rows.length, locale),
          total: formatNumber(published, locale),
        })}
      </p>
      <DataGrid
        label={t("rowsOf", { table })}
        headHeight={[...statistics.values()].some((one) => one?.histogram?.kind === "range") ? 76 : 48}
        total={published}
        columns={answer.value.columns.map((column) => {
          const histogram = statistics.get(column.name)?.histogram;
          return {
            name: column.name,
            type: column.datatype,
            extra:
              histogram?.kind === "range" ? <Histogram data={histogram} height={22} axis={false} /> : null,
          };
        })}
        rows={answer.value.rows}
      />
    </>
  );
}
