"use client";

import { useLocale, useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import type { ColumnProposal } from "#lib/contracts";
import type { Locale } from "#lib/kernel";
import { TextField } from "../fields/text-field.tsx";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { matches } from "../ui/list-filter.tsx";
import { isOut } from "./adjust.ts";

/** Rows that a page draws well; a filter brings the others. */
const mostShown = 200;
/** Below this many there is nothing to filter. */
const worthFiltering = 12;

/** Columns with what they look like and why: the same list for a first document and for suggestions. */
export function ProposedColumns<P extends ColumnProposal & { readonly name: string }>({
  label,
  rows,
  before,
  privacyClass,
}: {
  label: string;
  rows: readonly P[];
  before: Column<P>;
  privacyClass: (row: P) => ReactNode;
}) {
  const t = useTranslations("proposals");
  const locale = useLocale() as Locale;
  const [filter, setFilter] = useState("");
  const fitting = rows.filter((row) => matches(filter, row.name, row.kind, row.anonymize?.rule));
  const shown = fitting.slice(0, mostShown);
  return (
    <>
      {rows.length > worthFiltering ? (
        <div style={{ maxWidth: 300, marginBottom: 8 }}>
          <TextField
            isSmall
            value={filter}
            onChange={(event) => setFilter(event.currentTarget.value)}
            placeholder={t("filterColumns")}
            aria-label={t("filterColumns")}
          />
        </div>
      ) : null}
      <DataTable
        label={label}
        rows={shown}
        rowKey={(row) => row.name}
        height={460}
        columns={[
          before,
          {
            id: "name",
            header: t("column"),
            sort: (row) => row.name,
            cell: (row) => <code>{row.name}</code>,
          },
          { id: "class", header: t("class"), sort: (row) => row.privacyClass, cell: privacyClass },
          {
            id: "rule",
            header: t("rule"),
            sort: (row) => row.anonymize?.rule ?? "",
            cell: (row) =>
              isOut(row) ? (
                <span style={{ color: "var(--ink-3)" }}>{t("leftOut")}</span>
              ) : row.anonymize ? (
                <code>{row.anonymize.rule}</code>
              ) : (
                t("asIs")
              ),
          },
          { id: "kind", header: t("kind"), sort: (row) => row.kind ?? "", cell: (row) => row.kind ?? "–" },
          {
            id: "confidence",
            header: t("confidence"),
            align: "number",
            sort: (row) => row.confidence ?? -1,
            cell: (row) => (row.confidence === undefined ? "–" : `${Math.round(row.confidence * 100)} %`),
          },
          {
            id: "reason",
            header: t("reason"),
            cell: (row) => (
              <span style={{ display: "block", minWidth: 260, whiteSpace: "normal" }}>
                {row.reason[locale]}
              </span>
            ),
          },
        ]}
      />
      {fitting.length > shown.length ? (
        <p style={{ color: "var(--ink-3)", margin: "6px 0 0" }}>
          {t("shownFirst", { shown: shown.length, count: fitting.length })}
        </p>
      ) : null}
    </>
  );
}
