"use client";

import { useLocale, useTranslations } from "next-intl";
import type { Preview } from "#lib/contracts";
import { DataTable } from "../ui/data-table.tsx";
import { formatNumber } from "../ui/format.ts";
import { useRuleText } from "./use-rule-text.ts";

/** Rules that took rows out or found values wrong, most rows first. */
export function ReasonsTable({ preview }: { preview: Preview }) {
  const t = useTranslations("preview");
  const locale = useLocale();
  const ruleText = useRuleText();
  const rules = preview.rules.toSorted((a, b) => b.removed - a.removed || b.violated - a.violated);
  if (rules.length === 0) return null;
  return (
    <DataTable
      label={t("reasons")}
      rows={rules}
      rowKey={(rule) => String(rule.ordinal)}
      columns={[
        { id: "reason", header: t("reason"), cell: ruleText },
        { id: "action", header: t("action"), cell: (rule) => <code>{rule.action}</code> },
        {
          id: "violated",
          header: t("violated"),
          align: "number",
          cell: (rule) => formatNumber(rule.violated, locale),
        },
        {
          id: "removed",
          header: t("removed"),
          align: "number",
          cell: (rule) => formatNumber(rule.removed, locale),
        },
      ]}
    />
  );
}
