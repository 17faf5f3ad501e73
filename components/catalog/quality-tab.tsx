"use client";

import { useTranslations } from "next-intl";
import type { HelpTopicId, Reports } from "#lib/contracts";
import { CoarseCount, coarseOrder } from "../ui/coarse-count.tsx";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { Section } from "../ui/page.tsx";
import { RuleName } from "../ui/rule-name.tsx";
import { FlowTable } from "./flow-table.tsx";
import { haveVerdicts } from "./have-verdicts.ts";
import { VerdictTable } from "./verdict-table.tsx";

type QualityTable = Reports["quality"]["tables"][number];
type RuleCount = QualityTable["rules"][number];

/** What became of every row, and how often each rule acted. */
export function QualityTab({ quality }: { quality: Reports["quality"] }) {
  const t = useTranslations("versions");
  return (
    <>
      <FlowTable tables={quality.tables} />
      {haveVerdicts(quality.tables) ? (
        <Section title={t("verdicts")} hint={t("verdictsHint")}>
          <VerdictTable tables={quality.tables} />
        </Section>
      ) : null}
      {quality.tables.map((table) => (
        <Section
          key={table.name}
          title={table.name}
          hint={
            table.olderWinners === 0 ? undefined : (
              <>
                {t("olderWinners")} <CoarseCount value={table.olderWinners} />
              </>
            )
          }
        >
          {table.incremental ? (
            <p style={{ margin: "0 0 8px", color: "var(--ink-2)" }}>
              {t("incrementalText", {
                number: table.incremental.since,
                carried: table.counts.carried ?? 0,
                replaced: table.incremental.replaced,
              })}
            </p>
          ) : null}
          {table.rules.length === 0 ? (
            <p style={{ color: "var(--ink-3)", margin: 0 }}>{t("noRuleActed")}</p>
          ) : (
            <RuleTable label={t("rulesOf", { table: table.name })} rules={table.rules} />
          )}
          {table.reasons && table.reasons.length > 0 ? (
            <>
              <h3 style={{ fontSize: 13, fontWeight: 500, margin: "12px 0 6px" }}>{t("reasons")}</h3>
              <RuleTable label={t("reasonsOf", { table: table.name })} rules={table.reasons} />
            </>
          ) : null}
        </Section>
      ))}
    </>
  );
}

/** Where Help tells of a rule, by what it did. What keys and models do has no rule of its own. */
const topicOf: Readonly<Partial<Record<RuleCount["code"], HelpTopicId>>> = {
  check: "checks",
  null: "null-strategies",
  "fitted-check": "checks",
  anonymize: "anonymization",
};

function ActedRule({ row: { code, rule } }: { row: RuleCount }) {
  const topic = topicOf[code];
  if (!rule) return "–";
  return topic ? <RuleName topic={topic} id={rule} /> : <code>{rule}</code>;
}

function RuleTable({ label, rules }: { label: string; rules: readonly RuleCount[] }) {
  const t = useTranslations("versions");
  const columns: readonly Column<RuleCount>[] = [
    {
      id: "column",
      header: t("column"),
      sort: (row) => row.column ?? "",
      cell: (row) => row.column ?? t("wholeRow"),
    },
    { id: "reason", header: t("reason"), sort: (row) => row.code, cell: (row) => t(`ruleCode.${row.code}`) },
    {
      id: "rule",
      header: t("rule"),
      sort: (row) => row.rule ?? "",
      cell: (row) => <ActedRule row={row} />,
    },
    {
      id: "action",
      header: t("action"),
      sort: (row) => row.action,
      cell: (row) => <code>{row.action}</code>,
    },
    {
      id: "rows",
      header: t("rows"),
      align: "number",
      sort: (row) => coarseOrder(row.rows),
      cell: (row) => <CoarseCount value={row.rows} />,
    },
  ];
  return (
    <DataTable
      label={label}
      columns={columns}
      rows={rules}
      rowKey={(row) => `${row.code}:${row.column ?? ""}:${row.rule ?? ""}:${row.action}`}
    />
  );
}
