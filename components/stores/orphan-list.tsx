"use client";

import { IconSearch } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import type { OrphanView } from "#lib/contracts";
import type { Locale } from "#lib/kernel";
import type { Action } from "../ui/action.ts";
import { Button } from "../ui/button.tsx";
import { DataTable } from "../ui/data-table.tsx";
import { Bytes } from "../ui/figures.tsx";
import { Link } from "../ui/link.tsx";
import { Section } from "../ui/page.tsx";
import { Ago, Time } from "../ui/time.tsx";
import { useAction } from "../ui/use-action.ts";
import classes from "./stores.module.css";

/** What runs have left in a store and no version owns, with the time at which it goes. */
export function OrphanList({
  store,
  orphans,
  look,
  mayManage,
}: {
  store: string;
  orphans: readonly OrphanView[];
  look: Action<{ name: string }, unknown>;
  mayManage: boolean;
}) {
  const t = useTranslations("stores");
  const locale = useLocale() as Locale;
  const router = useRouter();
  const { run, isBusy } = useAction(look, { success: t("looked"), done: () => router.refresh() });
  return (
    <Section
      title={t("orphans")}
      hint={t("orphansHint")}
      aside={
        mayManage ? (
          <Button
            variant="default"
            size="compact"
            leftSection={<IconSearch size={14} />}
            loading={isBusy}
            onClick={() => run({ name: store })}
          >
            {t("look")}
          </Button>
        ) : null
      }
    >
      {orphans.length === 0 ? (
        <p className={classes.words}>{t("orphansNone")}</p>
      ) : (
        <DataTable
          label={t("orphans")}
          rows={orphans}
          rowKey={(row) => row.runId}
          columns={[
            {
              id: "run",
              header: t("run"),
              cell: (row) => (
                <Link href={`/runs/${row.runId}`}>
                  <code>{row.runId.slice(0, 8)}</code>
                </Link>
              ),
            },
            { id: "module", header: t("module"), sort: (row) => row.module, cell: (row) => row.module },
            {
              id: "place",
              header: t("place"),
              cell: (row) => (
                <div style={{ display: "grid", gap: 4 }}>
                  <code style={{ overflowWrap: "anywhere" }}>{row.location}</code>
                  {row.failure ? <span style={{ color: "var(--bad)" }}>{row.failure[locale]}</span> : null}
                </div>
              ),
            },
            {
              id: "size",
              header: t("size"),
              align: "number",
              sort: (row) => row.bytes,
              cell: (row) => <Bytes value={row.bytes} />,
            },
            {
              id: "seen",
              header: t("seen"),
              sort: (row) => row.firstSeenAt,
              cell: (row) => <Ago at={row.firstSeenAt} />,
            },
            {
              id: "goes",
              header: t("goes"),
              sort: (row) => row.goesAt,
              cell: (row) =>
                row.failedAt === undefined ? (
                  <Time at={row.goesAt} />
                ) : (
                  <span>
                    {t("orphanFailed")} <Ago at={row.failedAt} />
                  </span>
                ),
            },
          ]}
        />
      )}
    </Section>
  );
}
