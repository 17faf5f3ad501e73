"use client";

import { useTranslations } from "next-intl";
import type { RunSummary } from "#lib/contracts";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { EnvironmentTag } from "../ui/environment-tag.tsx";
import { ErrorText } from "../ui/error-text.tsx";
import { Duration } from "../ui/figures.tsx";
import { Link } from "../ui/link.tsx";
import { RunStateTag } from "../ui/run-state-tag.tsx";
import { Ago } from "../ui/time.tsx";
import { CauseText } from "./cause-text.tsx";

const lasted = (run: RunSummary): number | undefined =>
  run.startedAt && run.finishedAt ? Date.parse(run.finishedAt) - Date.parse(run.startedAt) : undefined;

/** Runs, newest first; a failed one shows its reason in the list. */
export function RunTable({ runs, withModule = true }: { runs: readonly RunSummary[]; withModule?: boolean }) {
  const t = useTranslations("runs");
  const common = useTranslations("common");
  const columns: readonly Column<RunSummary>[] = [
    {
      id: "state",
      header: common("state"),
      sort: (run) => run.state,
      cell: (run) => <RunStateTag value={run.state} />,
    },
    {
      id: "run",
      header: t("run"),
      cell: (run) => (
        <Link href={`/runs/${run.id}`} style={{ fontWeight: 500 }}>
          {withModule ? run.module : <code>{run.id.slice(0, 8)}</code>}
        </Link>
      ),
      sort: (run) => run.module,
    },
    {
      id: "kind",
      header: common("kind"),
      sort: (run) => run.kind,
      cell: (run) => (
        <>
          {common(`runKind.${run.kind}`)} <EnvironmentTag name={run.environment} />
        </>
      ),
    },
    {
      id: "revision",
      header: t("revision"),
      align: "number",
      sort: (run) => run.revision,
      cell: (run) => run.revision,
    },
    {
      id: "result",
      header: t("result"),
      cell: (run) =>
        run.version ? (
          <Link href={`/modules/${run.module}/versions/${run.version}`}>
            {common("version", { number: run.version })}
          </Link>
        ) : run.error && run.state === "failed" ? (
          <span style={{ color: "var(--bad)" }}>
            <ErrorText error={run.error} />
          </span>
        ) : (
          "–"
        ),
    },
    {
      id: "by",
      header: t("by"),
      sort: (run) => run.requestedBy?.name ?? run.cause?.name ?? "",
      cell: (run) => run.requestedBy?.name ?? (run.cause ? <CauseText cause={run.cause} /> : "–"),
    },
    {
      id: "at",
      header: t("started"),
      sort: (run) => run.createdAt,
      cell: (run) => <Ago at={run.startedAt ?? run.createdAt} />,
    },
    {
      id: "took",
      header: t("took"),
      align: "number",
      sort: (run) => lasted(run) ?? 0,
      cell: (run) => <Duration ms={lasted(run)} />,
    },
  ];
  return <DataTable label={t("runs")} columns={columns} rows={runs} rowKey={(run) => run.id} />;
}
