"use client";

import { useTranslations } from "next-intl";
import type { ScriptOutputSummary } from "#lib/contracts";
import { DataTable } from "../ui/data-table.tsx";
import { Bytes, Count } from "../ui/figures.tsx";
import { Link } from "../ui/link.tsx";
import { Time } from "../ui/time.tsx";

/** What a script belongs to, in the words of the document. */
export const outputPlace = ({ table, column }: Pick<ScriptOutputSummary, "table" | "column">): string =>
  column === undefined ? table : `${table}.${column}`;

/** What scripts printed: how much, and where they failed; the text itself only for those who may read it. */
export function ScriptOutputList({
  runId,
  outputs,
  mayRead,
}: {
  runId: string;
  outputs: readonly ScriptOutputSummary[];
  mayRead: boolean;
}) {
  const t = useTranslations("runs");
  return (
    <DataTable
      label={t("scriptOutput")}
      rows={outputs}
      rowKey={(row) => row.id}
      columns={[
        {
          id: "script",
          header: t("script"),
          cell: (row) =>
            mayRead ? (
              <Link href={`/runs/${runId}/output?id=${row.id}`}>{outputPlace(row)}</Link>
            ) : (
              outputPlace(row)
            ),
        },
        { id: "stage", header: t("stage"), cell: (row) => <StageName stage={row.stage} /> },
        {
          id: "attempt",
          header: t("attempt"),
          align: "number",
          cell: (row) => <Count value={row.attempt} />,
        },
        { id: "bytes", header: t("size"), align: "number", cell: (row) => <Bytes value={row.bytes} /> },
        {
          id: "line",
          header: t("failedAtLine"),
          align: "number",
          cell: (row) => (row.line === undefined ? "–" : <Count value={row.line} />),
        },
        { id: "at", header: t("time"), cell: (row) => <Time at={row.at} /> },
      ]}
    />
  );
}

function StageName({ stage }: { stage: string }) {
  const common = useTranslations("common");
  const known = (["extract", "transform", "cleanse", "anonymize"] as const).find((one) => one === stage);
  return known ? common(`stage.${known}`) : stage;
}
