"use client";

import { useLocale, useTranslations } from "next-intl";
import { type Reports, undecidedColumns } from "#lib/contracts";
import type { Locale } from "#lib/kernel";
import { ClassSizes } from "../charts/class-sizes.tsx";
import { RiskBars } from "../charts/risk-bars.tsx";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { Facts } from "../ui/facts.tsx";
import { Count, Share } from "../ui/figures.tsx";
import { formatNumber } from "../ui/format.ts";
import { Section } from "../ui/page.tsx";
import { PrivacyClassTag } from "../ui/privacy-class-tag.tsx";
import { RuleName } from "../ui/rule-name.tsx";
import { Notice } from "../ui/state.tsx";
import {
  ChosenLevels,
  ModelFigures,
  ReleaseFigures,
  RiskiestColumns,
  RowsAtRisk,
} from "./privacy-figures.tsx";
import classes from "./privacy-tab.module.css";
import { SafeHarbor } from "./safe-harbor.tsx";
import { UndecidedNotice } from "./undecided-notice.tsx";

type PrivacyTable = Reports["privacy"]["tables"][number];

/** How well people are hidden: classes of look-alikes against k, risk before beside after, and what is not covered. */
export function PrivacyTab({ privacy }: { privacy: Reports["privacy"] }) {
  const t = useTranslations("versions");
  const locale = useLocale() as Locale;
  return (
    <>
      {privacy.safeHarbor ? (
        <UndecidedNotice columns={undecidedColumns(privacy.safeHarbor)} chosen={privacy.safeHarbor.chosen} />
      ) : null}
      <Notice title={t(`resultClass.${privacy.resultClass}`)}>
        {t(`resultClassText.${privacy.resultClass}`)}
      </Notice>
      {privacy.notCovered.length > 0 ? (
        <Section title={t("notCovered")} hint={t("notCoveredHint")}>
          <ul className={classes.list}>
            {privacy.notCovered.map((one) => (
              <li key={`${one.table}:${one.text.en}`}>
                <b>{one.table}</b>: {one.text[locale]}
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      {privacy.tables.map((table) => (
        <PrivacyOfTable key={table.name} table={table} />
      ))}
      {privacy.safeHarbor ? <SafeHarbor report={privacy.safeHarbor} /> : null}
    </>
  );
}

const hintOf = ({ requiredK, models }: PrivacyTable): string | undefined =>
  requiredK ? `k-anonymity, k = ${requiredK}` : models?.map(({ rule }) => rule).join(", ");

function PrivacyOfTable({ table }: { table: PrivacyTable }) {
  const t = useTranslations("versions");
  const hasModel = table.requiredK !== undefined || table.classSizes.length > 0;
  return (
    <Section title={table.name} hint={hintOf(table) ?? t("noModel")}>
      {hasModel ? (
        <div className={classes.pair}>
          <div className={classes.panel}>
            <p className={classes.caption}>{t("classSizes")}</p>
            <ClassSizes sizes={table.classSizes} requiredK={table.requiredK} unit={table.unit} />
          </div>
          <div className={classes.panel}>
            <p className={classes.caption}>{t("riskTitle")}</p>
            <RiskBars before={table.riskBefore} after={table.riskAfter} />
            <RowsAtRisk before={table.riskBefore?.atRisk} after={table.riskAfter?.atRisk} />
            <div style={{ marginTop: 12 }}>
              <Facts
                items={[
                  { name: t("quasiIdentifiers"), value: table.quasiIdentifiers.join(", ") || "–" },
                  { name: t("achievedK"), value: <Count value={table.achievedK} /> },
                  { name: t("suppressed"), value: <Count value={table.suppressed} /> },
                ]}
              />
            </div>
          </div>
        </div>
      ) : null}
      <MoreFigures table={table} />
      <div style={{ marginTop: hasModel ? 12 : 0 }}>
        <TechniqueTable table={table} />
      </div>
    </Section>
  );
}

/** What reports of this product's first versions do not have. */
function MoreFigures({ table: { models, generalization, riskiest, release } }: { table: PrivacyTable }) {
  const t = useTranslations("versions");
  const panels = [
    { caption: t("modelsTitle"), shown: models && models.length > 0 && <ModelFigures models={models} /> },
    {
      caption: t("riskiestTitle"),
      shown: riskiest && riskiest.length > 0 && <RiskiestColumns riskiest={riskiest} />,
    },
    { caption: t("releaseTitle"), shown: release && <ReleaseFigures release={release} /> },
  ].filter(({ shown }) => shown);
  return (
    <>
      {panels.length > 0 ? (
        <div className={classes.pair} style={{ marginTop: 12 }}>
          {panels.map(({ caption, shown }) => (
            <div key={caption} className={classes.panel}>
              <p className={classes.caption}>{caption}</p>
              {shown}
            </div>
          ))}
        </div>
      ) : null}
      {generalization ? (
        <div style={{ marginTop: 12 }}>
          <ChosenLevels generalization={generalization} />
        </div>
      ) : null}
    </>
  );
}

function TechniqueTable({ table }: { table: PrivacyTable }) {
  const t = useTranslations("versions");
  const locale = useLocale() as Locale;
  type Row = PrivacyTable["columns"][number];
  const columns: readonly Column<Row>[] = [
    { id: "name", header: t("column"), sort: (row) => row.name, cell: (row) => row.name },
    {
      id: "class",
      header: t("privacyClass"),
      sort: (row) => row.privacyClass,
      cell: (row) => <PrivacyClassTag value={row.privacyClass} />,
    },
    {
      id: "rule",
      header: t("rule"),
      sort: (row) => row.rule ?? "",
      cell: (row) => (
        <>
          {row.rule ? <RuleName topic="anonymization" id={row.rule} /> : "–"}
          {row.technique && row.technique !== row.rule ? (
            <code style={{ color: "var(--ink-3)" }}> {row.technique}</code>
          ) : null}
          {row.reason ? <span style={{ color: "var(--ink-3)" }}> · {row.reason}</span> : null}
        </>
      ),
    },
    ...(table.columns.some(({ policyLabels }) => policyLabels)
      ? [
          {
            id: "law",
            header: t("policyLabels"),
            cell: (row: Row) => row.policyLabels?.map((label) => label[locale]).join(", ") ?? "–",
          },
        ]
      : []),
    {
      id: "domain",
      header: t("linkageDomain"),
      cell: (row) =>
        row.linkageDomain ? (
          <>
            {row.linkageDomain} {row.keyId ? <code title={row.keyId}>{row.keyId.slice(0, 8)}</code> : null}
          </>
        ) : (
          "–"
        ),
    },
    {
      id: "loss",
      header: t("loss"),
      align: "number",
      sort: (row) => row.loss ?? -1,
      cell: (row) => <Share value={row.loss} />,
    },
    {
      id: "entropy",
      header: <span title={t("entropyKeptHelp")}>{t("entropyKept")}</span>,
      align: "number",
      sort: (row) => row.entropyKept ?? -1,
      cell: (row) => <Share value={row.entropyKept} />,
    },
    ...(table.columns.some(({ meanError }) => meanError !== undefined)
      ? [
          {
            id: "error",
            header: <span title={t("meanErrorHelp")}>{t("meanError")}</span>,
            align: "number" as const,
            sort: (row: Row) => row.meanError ?? -1,
            cell: (row: Row) =>
              row.meanError === undefined ? "–" : `${formatNumber(row.meanError, locale)} σ`,
          },
        ]
      : []),
  ];
  return (
    <DataTable
      label={t("techniquesOf", { table: table.name })}
      columns={columns}
      rows={table.columns}
      rowKey={(row) => row.name}
    />
  );
}
