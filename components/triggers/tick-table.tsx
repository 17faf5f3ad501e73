"use client";

import { useTranslations } from "next-intl";
import type { TickView } from "#lib/contracts";
import { CauseText } from "../runs/cause-text.tsx";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { ErrorText } from "../ui/error-text.tsx";
import { Link } from "../ui/link.tsx";
import { Time } from "../ui/time.tsx";
import { TickStateTag } from "./tick-state-tag.tsx";

/** What was due, newest first, and what came of it. */
export function TickTable({ ticks }: { ticks: readonly TickView[] }) {
  const t = useTranslations("triggers");
  const columns: readonly Column<TickView>[] = [
    {
      id: "planned",
      header: t("planned"),
      sort: (tick) => tick.plannedAt,
      cell: (tick) => (
        <>
          <Time at={tick.plannedAt} />
          {tick.others > 0 ? (
            <span style={{ color: "var(--ink-3)" }}> {t("others", { count: tick.others })}</span>
          ) : null}
        </>
      ),
    },
    { id: "trigger", header: t("trigger"), cell: (tick) => <CauseText cause={tick.cause} /> },
    {
      id: "state",
      header: t("state"),
      sort: (tick) => tick.state,
      cell: (tick) => <TickStateTag value={tick.state} />,
    },
    {
      id: "reason",
      header: t("reason"),
      cell: (tick) => (
        <>
          {tick.reason && tick.state !== "succeeded" ? <ErrorText error={tick.reason} /> : null}
          {(tick.state === "retrying" || tick.state === "skipped") && tick.retryAt ? (
            <>
              {" "}
              {t("retryAt")} <Time at={tick.retryAt} seconds />
            </>
          ) : null}
        </>
      ),
    },
    {
      id: "run",
      header: t("runs"),
      cell: (tick) =>
        tick.runId ? (
          <>
            <Link href={`/runs/${tick.runId}`}>{t("openRun")}</Link>
            {tick.tries > 1 ? ` · ${t("tries", { count: tick.tries })}` : ""}
          </>
        ) : (
          "–"
        ),
    },
  ];
  return <DataTable label={t("history")} columns={columns} rows={ticks} rowKey={(tick) => tick.id} top />;
}
