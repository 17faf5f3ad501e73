"use client";

import { IconEye } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { parseAsString, useQueryState } from "nuqs";
import { useState } from "react";
import { type QuarantineRows, type QuarantineSummary, ruleCodeIds } from "#lib/contracts";
import type { Action } from "../ui/action.ts";
import { Button } from "../ui/button.tsx";
import { DataGrid } from "../ui/data-grid.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Page } from "../ui/page.tsx";
import { SegmentedControl } from "../ui/segmented-control.tsx";
import { EmptyState, Notice } from "../ui/state.tsx";
import { useAction } from "../ui/use-action.ts";

export interface LookInput {
  run: string;
  table: string;
  offset: number;
  limit: number;
}

/** Why a row was rejected stands before its raw values, in columns that only the engine names. */
function useReasonWords() {
  const t = useTranslations("runs");
  const words = useTranslations("versions");
  const heads = new Map([
    ["__code", words("reason")],
    ["__column", t("column")],
    ["__rule", t("rule")],
  ]);
  const inWords = (column: string | undefined, value: unknown) => {
    if (column === undefined || !heads.has(column)) return value;
    const code = ruleCodeIds.find((known) => known === value);
    return column === "__code" && code ? words(`ruleCode.${code}`) : (value ?? "–");
  };
  return ({ columns, rows }: QuarantineRows) => ({
    columns: columns.map((name) => ({ name: heads.get(name) ?? name })),
    rows: rows.map((row) => row.map((value, index) => inWords(columns[index], value))),
  });
}

/** Raw rejected rows with their reasons. Nothing is fetched before the reader asks: each look is written to the audit. */
export function QuarantinePage({
  runId,
  tables,
  look,
}: {
  runId: string;
  tables: readonly QuarantineSummary[];
  look: Action<LookInput, QuarantineRows>;
}) {
  const t = useTranslations("runs");
  const readable = useReasonWords();
  const kept = tables.filter((one) => one.kept);
  const [table, setTable] = useQueryState("table", parseAsString.withDefault(kept[0]?.table ?? ""));
  const [rows, setRows] = useState<QuarantineRows>();
  const looking = useAction(look, { done: setRows, quiet: true });
  const shown = rows?.table === table ? rows : undefined;
  return (
    <Page title={t("quarantine")} lead={t("quarantineLead")}>
      {kept.length === 0 ? (
        <EmptyState title={t("quarantineEmpty")} text={t("quarantineEmptyText")} />
      ) : (
        <>
          <SegmentedControl
            value={table}
            onChange={(value) => setTable(value)}
            data={kept.map((one) => ({ value: one.table, label: one.table }))}
            label={t("table")}
            style={{ marginBottom: 16 }}
          />
          {looking.error ? <ErrorState error={looking.error} /> : null}
          {shown ? (
            <DataGrid
              label={t("quarantineOf", { table })}
              {...readable(shown)}
              total={shown.total}
              headHeight={36}
            />
          ) : (
            <Notice
              tone="warn"
              title={t("rawTitle")}
              actions={
                <Button
                  leftSection={<IconEye size={15} />}
                  loading={looking.isBusy}
                  onClick={() => looking.run({ run: runId, table, offset: 0, limit: 200 })}
                >
                  {t("look")}
                </Button>
              }
            >
              {t("rawText")}
            </Notice>
          )}
        </>
      )}
    </Page>
  );
}
