"use client";

import { IconCircleCheck, IconRefresh } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import type { Introspection, SourceTable, TableRef } from "#lib/contracts";
import { TextField } from "../fields/text-field.tsx";
import { TickField } from "../fields/tick-field.tsx";
import type { Action } from "../ui/action.ts";
import { Button } from "../ui/button.tsx";
import { DataTable } from "../ui/data-table.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Count } from "../ui/figures.tsx";
import { Section } from "../ui/page.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { EmptyState } from "../ui/state.tsx";
import { Tag } from "../ui/tag.tsx";
import { useLoaded } from "../ui/use-loaded.ts";
import { tableFits } from "./table-filter.ts";

export const tableKey = ({ schema, name }: TableRef): string => JSON.stringify([schema ?? "", name]);

/** Tables of a source, asked live; searched, and chosen one by one or all that are shown. */
export function TablePicker({
  source,
  introspect,
  chosen,
  choose,
  whyNone,
}: {
  source: string;
  introspect: Action<{ name: string }, Introspection>;
  chosen: readonly SourceTable[];
  choose: (tables: readonly SourceTable[]) => void;
  /** Where none is offered for another reason than that the source has none. */
  whyNone?: ReactNode;
}) {
  const t = useTranslations("proposals");
  const [filter, setFilter] = useState("");
  const [asked, setAsked] = useState(0);
  const answer = useLoaded(`${source} ${asked}`, () => introspect({ name: source }));
  const all = answer.state === "done" ? answer.value.tables : [];
  const shown = all.filter((table) => filter.trim() === "" || tableFits(filter.trim(), table));
  const keys = new Set(chosen.map(tableKey));
  const hasSchemas = all.some((table) => table.schema !== undefined && table.schema !== all[0]?.schema);
  return (
    <Section
      title={t("tables")}
      hint={answer.state === "pending" ? t("asking") : t("chosen", { count: chosen.length })}
      aside={
        <Button
          variant="subtle"
          color="gray"
          size="compact"
          leftSection={<IconRefresh size={14} />}
          loading={answer.state === "pending"}
          onClick={() => setAsked(asked + 1)}
        >
          {t("askAgain")}
        </Button>
      }
    >
      {answer.state === "pending" ? <Skeleton height={240} /> : null}
      {answer.state === "failed" ? <ErrorState error={answer.error} /> : null}
      {answer.state === "done" && all.length === 0
        ? (whyNone ?? <EmptyState title={t("noTables")} text={t("noTablesText")} />)
        : null}
      {all.length > 0 ? (
        <>
          <div style={{ display: "flex", flexWrap: "wrap", gap: 8, alignItems: "center", marginBottom: 8 }}>
            <Tag tone="good" icon={IconCircleCheck}>
              {t("answered", { count: all.length })}
            </Tag>
            <div style={{ width: 260 }}>
              <TextField
                value={filter}
                data-filter
                onChange={(event) => setFilter(event.currentTarget.value)}
                placeholder={t("filter")}
                aria-label={t("filter")}
              />
            </div>
            <Button
              variant="default"
              disabled={shown.length === 0}
              onClick={() => choose([...chosen, ...shown.filter((table) => !keys.has(tableKey(table)))])}
            >
              {t("chooseShown", { count: shown.length })}
            </Button>
            <Button variant="subtle" disabled={chosen.length === 0} onClick={() => choose([])}>
              {t("chooseNone")}
            </Button>
          </div>
          {shown.length === 0 ? (
            <EmptyState
              title={t("noneFit")}
              actions={
                <Button variant="default" onClick={() => setFilter("")}>
                  {t("clear")}
                </Button>
              }
            />
          ) : (
            <DataTable
              label={t("tables")}
              rows={shown}
              rowKey={tableKey}
              height={360}
              isSelected={(table) => keys.has(tableKey(table))}
              columns={[
                {
                  id: "chosen",
                  header: "",
                  width: 36,
                  cell: (table) => (
                    <TickField
                      isLabelHidden
                      label={t("choose", { table: table.name })}
                      checked={keys.has(tableKey(table))}
                      onChange={(isOn) =>
                        choose(
                          isOn
                            ? [...chosen, table]
                            : chosen.filter((one) => tableKey(one) !== tableKey(table)),
                        )
                      }
                    />
                  ),
                },
                {
                  id: "table",
                  header: t("table"),
                  sort: (table) => table.name,
                  cell: (table) =>
                    hasSchemas && table.schema ? `${table.schema}.${table.name}` : table.name,
                },
                {
                  id: "columns",
                  header: t("columns"),
                  align: "number",
                  sort: (table) => table.columns.length,
                  cell: (table) => <Count value={table.columns.length} />,
                },
                {
                  id: "rows",
                  header: t("rows"),
                  align: "number",
                  sort: (table) => table.estimatedRows ?? -1,
                  cell: (table) => <Count value={table.estimatedRows} />,
                },
                {
                  id: "key",
                  header: t("key"),
                  cell: (table) =>
                    table.primaryKey.join(", ") || (
                      <span style={{ color: "var(--ink-3)" }}>{t("noKey")}</span>
                    ),
                },
                {
                  id: "foreign",
                  header: t("foreign"),
                  cell: (table) =>
                    table.foreignKeys
                      .map((key) => `${key.columns.join(", ")} → ${key.references.table}`)
                      .join("; ") || "–",
                },
              ]}
            />
          )}
        </>
      ) : null}
    </Section>
  );
}
