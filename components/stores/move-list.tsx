"use client";

import { IconAlertTriangle, IconCheck, IconClock, IconLoader2, IconPlayerStop } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import type { StoreMoveState, StoreMoveView } from "#lib/contracts";
import type { Locale } from "#lib/kernel";
import type { Action } from "../ui/action.ts";
import { Button } from "../ui/button.tsx";
import { DataTable } from "../ui/data-table.tsx";
import { Link } from "../ui/link.tsx";
import { Progress } from "../ui/progress.tsx";
import { Tag } from "../ui/tag.tsx";
import { Ago } from "../ui/time.tsx";
import { useAction } from "../ui/use-action.ts";

const looks = {
  queued: { tone: "idle", icon: IconClock },
  running: { tone: "busy", icon: IconLoader2 },
  succeeded: { tone: "good", icon: IconCheck },
  failed: { tone: "bad", icon: IconAlertTriangle },
  stopped: { tone: "idle", icon: IconPlayerStop },
} as const satisfies Readonly<Record<StoreMoveState, unknown>>;

const Named = ({ name }: { name: string }) => <Link href={`/stores/${name}`}>{name}</Link>;

/** Moves from and to a store, newest first, with how far each is. */
export function MoveList({
  moves,
  stop,
  mayManage,
}: {
  moves: readonly StoreMoveView[];
  stop: Action<{ id: string }, unknown>;
  mayManage: boolean;
}) {
  const t = useTranslations("stores");
  const locale = useLocale() as Locale;
  const router = useRouter();
  const { run, isBusy } = useAction(stop, { success: t("stopped"), done: () => router.refresh() });
  return (
    <DataTable
      label={t("move")}
      rows={moves}
      rowKey={(row) => row.id}
      columns={[
        {
          id: "state",
          header: t("state"),
          cell: ({ state }) => (
            <Tag tone={looks[state].tone} icon={looks[state].icon}>
              {t(`moveState.${state}`)}
            </Tag>
          ),
        },
        { id: "from", header: t("from"), cell: (row) => <Named name={row.from} /> },
        { id: "to", header: t("to"), cell: (row) => <Named name={row.to} /> },
        { id: "module", header: t("moveWhat"), cell: (row) => row.module ?? t("allModules") },
        {
          id: "progress",
          header: t("progress"),
          width: "32%",
          cell: (row) => (
            <div style={{ display: "grid", gap: 4, padding: "4px 0" }}>
              <span className="number">{t("progressOf", { done: row.done, total: row.total })}</span>
              {row.finishedAt === undefined && row.total > 0 ? (
                <Progress value={(row.done / row.total) * 100} label={t("progress")} />
              ) : null}
              {row.skipped > 0 ? <span>{t("skipped", { count: row.skipped })}</span> : null}
              {row.error ? <span style={{ color: "var(--bad)" }}>{row.error[locale]}</span> : null}
            </div>
          ),
        },
        { id: "started", header: t("started"), cell: (row) => <Ago at={row.createdAt} /> },
        {
          id: "stop",
          header: "",
          align: "number",
          cell: (row) =>
            mayManage && row.finishedAt === undefined ? (
              <Button variant="subtle" size="compact" disabled={isBusy} onClick={() => run({ id: row.id })}>
                {t("stop")}
              </Button>
            ) : null,
        },
      ]}
    />
  );
}
