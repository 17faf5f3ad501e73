"use client";

import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { useLocale, useTranslations } from "next-intl";
import type { SourceDrift } from "#lib/contracts";
import type { Locale } from "#lib/kernel";
import { editorHref, moduleHref } from "../modules/module-href.ts";
import type { Action } from "../ui/action.ts";
import { DataTable } from "../ui/data-table.tsx";
import { EnvironmentTag } from "../ui/environment-tag.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { HelpLink } from "../ui/help-link.tsx";
import { Link } from "../ui/link.tsx";
import { Section } from "../ui/page.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Tag } from "../ui/tag.tsx";
import { Time } from "../ui/time.tsx";
import { useLoaded } from "../ui/use-loaded.ts";

type Used = SourceDrift["modules"][number];

/** Which modules read a source, and what of it is not as they expect; asked again whenever the source has answered. */
export function SourceUse({
  name,
  answered,
  drift,
}: {
  name: string;
  /** How often the source has answered on this visit. */
  answered: number;
  drift: Action<{ name: string }, SourceDrift>;
}) {
  const answer = useLoaded(`drift ${name} ${answered}`, () => drift({ name }));
  if (answer.state === "failed") return <ErrorState error={answer.error} />;
  if (answer.state === "pending") return <Skeleton height={120} />;
  return <SourceReaders drift={answer.value} />;
}

/** The modules that read a source, where each does, and what of it is not as each expects. */
export function SourceReaders({ drift: { modules, seenAt, changedAt } }: { drift: SourceDrift }) {
  const t = useTranslations("sources");
  const environments = useTranslations("environments");
  const isBound = modules.some((one) => one.environments.length > 0);
  return (
    <>
      <Section title={t("usedBy")}>
        {modules.length === 0 ? (
          <p style={{ margin: 0, color: "var(--ink-3)" }}>{t("unused")}</p>
        ) : (
          <DataTable
            label={t("usedBy")}
            rows={modules}
            rowKey={keyOf}
            columns={[
              {
                id: "module",
                header: t("module"),
                sort: ({ module }) => module,
                cell: (used) => (
                  <Link href={moduleHref(used.module, readIn(used))}>{used.title || used.module}</Link>
                ),
              },
              ...(isBound
                ? [
                    {
                      id: "where",
                      header: environments("environment"),
                      cell: (used: Used) => <Where used={used} />,
                    },
                  ]
                : []),
              {
                id: "revision",
                header: t("revision"),
                cell: ({ revision }) => (revision === undefined ? t("draftOnly") : `№ ${revision}`),
              },
              { id: "tables", header: t("tables"), cell: ({ tables }) => tables.join(", ") || "–" },
              {
                id: "drift",
                header: t("drift"),
                cell: ({ findings }) =>
                  findings.length === 0 ? "–" : t("driftCount", { count: findings.length }),
              },
            ]}
          />
        )}
      </Section>
      <Section title={t("drift")} hint={t("driftHint")} aside={<HelpLink article="reading-sources" />}>
        <p style={{ margin: "0 0 8px", color: "var(--ink-2)" }}>
          {seenAt ? (
            <>
              {t("seenAt")} <Time at={seenAt} />
              {changedAt ? (
                <>
                  {" · "}
                  {t("changedAt")} <Time at={changedAt} />
                </>
              ) : null}
            </>
          ) : (
            t("neverSeen")
          )}
        </p>
        {modules.every(({ findings }) => findings.length === 0) ? (
          seenAt ? (
            <p style={{ display: "flex", gap: 8, alignItems: "center", color: "var(--good)", margin: 0 }}>
              <IconCircleCheck size={16} aria-hidden />
              {t("noDrift")}
            </p>
          ) : null
        ) : (
          modules
            .filter(({ findings }) => findings.length > 0)
            .map((used) => <Findings key={keyOf(used)} used={used} isBound={isBound} />)
        )}
      </Section>
    </>
  );
}

/** A module may read it by one source of its document here, by another one there. */
const keyOf = ({ module, asWritten, environments }: Used): string =>
  JSON.stringify([module, asWritten, environments]);

/** The first environment whose data comes from the source; undefined: as the document is written. */
const readIn = ({ asWritten, environments }: Used): string | undefined =>
  asWritten ? undefined : environments[0];

/** Where a document reads the source: as it is written, or where a name of it is bound to it. */
function Where({ used: { asWritten, environments } }: { used: Used }) {
  const t = useTranslations("environments");
  return (
    <>
      {asWritten ? <Tag tone="idle">{t("asWritten")}</Tag> : null}{" "}
      {environments.map((name) => (
        <EnvironmentTag key={name} name={name} />
      ))}
    </>
  );
}

function Findings({ used, isBound }: { used: Used; isBound: boolean }) {
  const locale = useLocale() as Locale;
  const { module, title, findings } = used;
  return (
    <div style={{ marginBottom: 12 }}>
      <Link href={editorHref(module, readIn(used))}>{title || module}</Link>{" "}
      {isBound ? <Where used={used} /> : null}
      <ul style={{ margin: "4px 0 0", padding: 0, listStyle: "none", display: "grid", gap: 4 }}>
        {findings.map(({ code, path, table, message }) => (
          <li key={`${code} ${path}`} style={{ display: "flex", gap: 8, alignItems: "flex-start" }}>
            <IconAlertTriangle
              size={15}
              aria-hidden
              style={{ color: "var(--warn)", flex: "none", marginTop: 2 }}
            />
            <span>
              <code>{table}</code> · {message[locale]}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
