"use client";

import { useLocale, useTranslations } from "next-intl";
import type { Reports } from "#lib/contracts";
import type { Locale } from "#lib/kernel";
import charts from "../charts/charts.module.css";
import { LevelBar } from "../charts/level-bar.tsx";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { Facts } from "../ui/facts.tsx";
import { Count, Share } from "../ui/figures.tsx";
import { formatFigure, formatNumber, formatShare } from "../ui/format.ts";
import { RuleName } from "../ui/rule-name.tsx";
import classes from "./privacy-tab.module.css";

type PrivacyTable = Reports["privacy"]["tables"][number];

/** What each privacy model asked for, beside what its worst class has. */
export function ModelFigures({ models }: { models: NonNullable<PrivacyTable["models"]> }) {
  const t = useTranslations("versions");
  const locale = useLocale();
  return (
    <Facts
      items={models.map(({ rule, column, required, achieved }) => ({
        id: `${rule}:${column ?? ""}`,
        name: (
          <>
            <RuleName topic="privacy-models" id={rule} />
            {column === undefined ? null : ` (${column})`}
          </>
        ),
        value: t("modelFigures", {
          required: formatNumber(required, locale),
          achieved: formatFigure(achieved, locale),
        }),
      }))}
    />
  );
}

/** The levels that were chosen, drawn as how far each column went up its hierarchy, with what that cost. */
export function ChosenLevels({
  generalization,
}: {
  generalization: NonNullable<PrivacyTable["generalization"]>;
}) {
  const t = useTranslations("versions");
  const locale = useLocale() as Locale;
  const howFound = ({ method, metric, score, classes, ...one }: typeof generalization): string => {
    const shown = formatNumber(Number(score.toPrecision(4)), locale);
    if (method !== undefined && method !== "optimal")
      return t(one.optimal ? "levelsCut" : "levelsCutPartly", {
        method,
        metric,
        score: shown,
        classes: classes ?? 0,
      });
    return t(one.optimal ? "levelsBest" : "levelsFound", {
      metric,
      score: shown,
      checked: one.nodesChecked ?? 0,
      lattice: one.lattice ?? 0,
    });
  };
  type Row = (typeof generalization)["columns"][number];
  const columns: readonly Column<Row>[] = [
    { id: "column", header: t("column"), cell: (row) => `${row.table}.${row.column}` },
    { id: "hierarchy", header: t("hierarchy"), cell: (row) => <code>{row.hierarchy}</code> },
    {
      id: "level",
      header: t("level"),
      cell: (row) => <LevelBar {...row} />,
    },
    { id: "loss", header: t("loss"), align: "number", cell: (row) => <Share value={row.loss} /> },
  ];
  return (
    <>
      <p className={classes.caption}>
        {howFound(generalization)}
        {generalization.reason ? ` ${generalization.reason[locale]}.` : ""}
      </p>
      <DataTable
        label={t("levelsTitle")}
        columns={columns}
        rows={generalization.columns}
        rowKey={(row) => `${row.table}.${row.column}`}
      />
    </>
  );
}

type AtRisk = NonNullable<NonNullable<PrivacyTable["riskAfter"]>["atRisk"]>;

/** How many rows are above each threshold of risk, before beside after. */
export function RowsAtRisk({ before = [], after = [] }: { before?: AtRisk; after?: AtRisk }) {
  const t = useTranslations("versions");
  const locale = useLocale();
  if (after.length === 0) return null;
  return (
    <div className={classes.atRisk}>
      <span className={classes.atRiskName}>{t("atRisk")}</span>
      {after.map(({ threshold, share }) => (
        <span key={threshold}>
          {formatShare(threshold, locale)}:{" "}
          <Share value={before.find((one) => one.threshold === threshold)?.share} /> →{" "}
          <b>
            <Share value={share} />
          </b>
        </span>
      ))}
    </div>
  );
}

/** The choices of columns that single out most people, before beside after. */
export function RiskiestColumns({ riskiest }: { riskiest: NonNullable<PrivacyTable["riskiest"]> }) {
  const t = useTranslations("versions");
  return (
    <div className={charts.risk}>
      {riskiest.map(({ columns, before, after }) => (
        <div key={columns.join()} style={{ display: "contents" }}>
          <span title={t("riskiestHelp")}>{columns.join(", ")}</span>
          <span className={charts.riskBar} aria-hidden>
            <span className={charts.before} style={{ width: `${before * 100}%` }} />
            <span className={charts.after} style={{ width: `${after * 100}%` }} />
          </span>
          <span className={charts.riskValue}>
            <span className={charts.riskOld}>
              <Share value={before} />
            </span>{" "}
            →{" "}
            <b>
              <Share value={after} />
            </b>
          </span>
        </div>
      ))}
    </div>
  );
}

/** What this version and the one before it reveal together. */
export function ReleaseFigures({ release }: { release: NonNullable<PrivacyTable["release"]> }) {
  const t = useTranslations("versions");
  return (
    <Facts
      items={[
        { name: t("releaseShared", { version: release.version }), value: <Share value={release.shared} /> },
        { name: t("releaseChanged"), value: <Share value={release.changed} /> },
        { name: t("releaseAlone"), value: <Share value={release.alone} /> },
        { name: t("releaseSmallest"), value: <Count value={release.smallest} /> },
      ]}
    />
  );
}
