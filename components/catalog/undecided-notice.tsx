"use client";

import { useLocale, useTranslations } from "next-intl";
import type { UndecidedColumn } from "#lib/contracts";
import type { Locale } from "#lib/kernel";
import { Notice } from "../ui/state.tsx";

/** Names each published column of which nobody knows whether it holds identifiers, and says what to decide. */
export function UndecidedNotice({
  columns,
  chosen,
}: {
  columns: readonly UndecidedColumn[];
  chosen: boolean;
}) {
  const t = useTranslations("versions.safeHarbor");
  const locale = useLocale() as Locale;
  if (columns.length === 0) return null;
  return (
    <div style={{ marginBottom: 16 }}>
      <Notice tone={chosen ? "warn" : "note"} title={t("undecidedTitle", { count: columns.length })}>
        {t("undecidedText")}
        <ul style={{ margin: "8px 0 0", paddingInlineStart: 18 }}>
          {columns.map(({ table, column, codes, reasons }) => (
            <li key={`${table}.${column}`}>
              <code>
                {table}.{column}
              </code>{" "}
              ({codes.join(", ")}): {reasons.map((reason) => reason[locale]).join("; ")}
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  );
}
