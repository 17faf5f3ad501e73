"use client";

import { IconCheck, IconCircleDashed, IconHelp, IconX } from "@tabler/icons-react";
import { useLocale, useTranslations } from "next-intl";
import type { Reports } from "#lib/contracts";
import type { Locale } from "#lib/kernel";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { Section } from "../ui/page.tsx";
import { Tag } from "../ui/tag.tsx";
import classes from "./safe-harbor.module.css";

type Report = NonNullable<Reports["privacy"]["safeHarbor"]>;
type Identifier = Report["identifiers"][number];

/** Each status has a hue, a picture and a word. */
const looks = {
  met: { tone: "good", icon: IconCheck },
  "not-met": { tone: "bad", icon: IconX },
  unknown: { tone: "warn", icon: IconHelp },
  "not-applicable": { tone: "idle", icon: IconCircleDashed },
} as const;
const verdicts = { met: "met", "not-met": "not-met", undecided: "unknown" } as const;

/** The 18 identifiers as a strip of letters, each with its status, before the table that says why. */
export function SafeHarbor({ report }: { report: Report }) {
  const t = useTranslations("versions");
  const locale = useLocale() as Locale;
  const { tone, icon } = looks[verdicts[report.verdict]];
  const columns: readonly Column<Identifier>[] = [
    { id: "code", header: t("safeHarbor.code"), cell: ({ code }) => <b>{code}</b>, width: 56 },
    { id: "label", header: t("safeHarbor.identifier"), cell: ({ label }) => label[locale] },
    {
      id: "status",
      header: t("safeHarbor.statusTitle"),
      sort: ({ status }) => status,
      cell: ({ status }) => (
        <Tag tone={looks[status].tone} icon={looks[status].icon}>
          {t(`safeHarbor.status.${status}`)}
        </Tag>
      ),
    },
    {
      id: "columns",
      header: t("safeHarbor.columns"),
      cell: ({ columns: found }) =>
        found.length === 0 ? (
          "–"
        ) : (
          <ul className={classes.reasons}>
            {found.map(({ table, column, reason, status }) => (
              <li key={`${table}.${column}.${status}`}>
                <code>
                  {table}.{column}
                </code>{" "}
                {reason[locale]}
              </li>
            ))}
          </ul>
        ),
    },
  ];
  return (
    <Section title="HIPAA Safe Harbor" hint={t(report.chosen ? "safeHarbor.chosen" : "safeHarbor.notChosen")}>
      <div className={classes.head}>
        <Tag tone={tone} icon={icon}>
          {t(`safeHarbor.verdict.${report.verdict}`)}
        </Tag>
        <span className={classes.strip} aria-hidden>
          {report.identifiers.map(({ code, label, status }) => (
            <span
              key={code}
              className={classes[looks[status].tone]}
              title={`${label[locale]}: ${t(`safeHarbor.status.${status}`)}`}
            >
              {code}
            </span>
          ))}
        </span>
      </div>
      <p className={classes.caption}>
        {t(report.counted === "all" ? "safeHarbor.countedAll" : "safeHarbor.countedSample", {
          rows: report.sampleRows,
        })}
      </p>
      <DataTable
        label="HIPAA Safe Harbor"
        columns={columns}
        rows={report.identifiers}
        rowKey={({ code }) => code}
      />
    </Section>
  );
}
