"use client";

import { IconBan, IconBox, IconLock, IconPin } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import type { VersionDetail, VersionRows } from "#lib/contracts";
import type { Action } from "../ui/action.ts";
import { ButtonLink } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { EnvironmentTag } from "../ui/environment-tag.tsx";
import { Figures } from "../ui/facts.tsx";
import { Bytes, Count } from "../ui/figures.tsx";
import { Hash } from "../ui/hash.tsx";
import { Link } from "../ui/link.tsx";
import { Page } from "../ui/page.tsx";
import { SegmentedControl } from "../ui/segmented-control.tsx";
import { EmptyState, Notice } from "../ui/state.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { Tag } from "../ui/tag.tsx";
import { Ago, Time } from "../ui/time.tsx";
import { DataTab } from "./data-tab.tsx";
import type { MakeToken } from "./download-snippets.tsx";
import { KeepButton, type KeepVersion } from "./keep-button.tsx";
import { versionNames } from "./version-names.ts";
import { WithdrawButton } from "./withdraw-button.tsx";

export interface VersionRowsInput {
  module: string;
  number: number;
  table: string;
  offset: number;
  limit: number;
}

// Loaded when first looked at: most readers come for the rows.
const ColumnsTab = dynamic(() => import("./columns-tab.tsx").then((file) => file.ColumnsTab));
const QualityTab = dynamic(() => import("./quality-tab.tsx").then((file) => file.QualityTab));
const PrivacyTab = dynamic(() => import("./privacy-tab.tsx").then((file) => file.PrivacyTab));
const FilesTab = dynamic(() => import("./files-tab.tsx").then((file) => file.FilesTab));
const UseTab = dynamic(() => import("./use-tab.tsx").then((file) => file.UseTab));
const ProvenanceTab = dynamic(() => import("./provenance-tab.tsx").then((file) => file.ProvenanceTab));

const tabs = ["data", "columns", "quality", "privacy", "files", "use", "provenance"] as const;
const perTable = new Set<string>(["data", "columns", "use"]);

/** Where a table's file can be had from, whole and absolute. */
function fileAddress({ manifest, files, address }: VersionDetail, table: string): string | undefined {
  const name = manifest.tables.find((one) => one.name === table)?.file;
  const file = files.find((one) => one.name === name);
  return file && new URL(file.href, address).href;
}

/** A published version: immutable, citable, everything about it one tab away. */
export function VersionPage({
  version,
  loadRows,
  withdraw,
  keep,
  makeToken,
}: {
  version: VersionDetail;
  loadRows: Action<VersionRowsInput, VersionRows>;
  withdraw: Action<{ module: string; number: number; reason: string }, unknown>;
  keep: KeepVersion;
  makeToken: MakeToken;
}) {
  const t = useTranslations("versions");
  const { manifest, reports, module, number } = version;
  const [{ tab, table }, go] = useQueryStates(
    {
      tab: parseAsStringLiteral(tabs).withDefault("data"),
      table: parseAsString.withDefault(manifest.tables[0]?.name ?? ""),
    },
    { history: "push" },
  );
  const hasFiles = !version.withdrawn && version.filesRemovedAt === undefined;
  const base = `/modules/${module}/versions/${number}`;
  const citation = `${module}@v${number} ${version.versionId.startsWith("sha256:") ? "" : "sha256:"}${version.versionId}`;
  return (
    <Page
      title={version.title || module}
      tags={
        <>
          <Tag tone="busy" icon={IconBox}>
            v{number}
          </Tag>
          <EnvironmentTag name={version.environment} />
          {version.withdrawn ? (
            <Tag tone="bad" icon={IconBan}>
              {t("withdrawn")}
            </Tag>
          ) : (
            <Tag tone="good" icon={IconLock}>
              {t("immutable")}
            </Tag>
          )}
          {version.kept ? (
            <Tag tone="busy" icon={IconPin}>
              {t("kept")}
            </Tag>
          ) : null}
        </>
      }
      lead={
        <>
          <code>{module}</code> · {t("published")} <Ago at={version.createdAt} />
        </>
      }
      actions={
        <>
          {version.previousNumber === undefined ? null : (
            <ButtonLink variant="default" href={`/modules/${module}/versions/${version.previousNumber}`}>
              ← v{version.previousNumber}
            </ButtonLink>
          )}
          {version.nextNumber === undefined ? null : (
            <ButtonLink variant="default" href={`/modules/${module}/versions/${version.nextNumber}`}>
              v{version.nextNumber} →
            </ButtonLink>
          )}
          {version.mayKeep ? (
            <KeepButton keep={keep} module={module} number={number} isKept={version.kept} />
          ) : null}
          {version.mayWithdraw && !version.withdrawn ? (
            <WithdrawButton withdraw={withdraw} module={module} number={number} />
          ) : null}
        </>
      }
    >
      {version.description ? <p style={{ maxWidth: "88ch", marginTop: 0 }}>{version.description}</p> : null}
      {version.withdrawn ? (
        <div style={{ marginBottom: 16 }}>
          <Notice tone="error" title={t("withdrawnTitle")}>
            {version.withdrawn.reason} · <Time at={version.withdrawn.at} />
          </Notice>
        </div>
      ) : null}
      {version.filesRemovedAt ? (
        <div style={{ marginBottom: 16 }}>
          <Notice tone="warn" title={t("filesRemovedTitle")}>
            {t("filesRemovedText")} · <Time at={version.filesRemovedAt} />
          </Notice>
        </div>
      ) : null}
      {version.madeFromWithdrawn ? (
        <div style={{ marginBottom: 16 }}>
          <Notice tone="warn" title={t("madeFromWithdrawnTitle")}>
            {version.madeFromWithdrawn.map((one) => (
              <Link
                key={`${one.module}@${one.number}`}
                href={`/modules/${one.module}/versions/${one.number}`}
                style={{ marginRight: 8 }}
              >
                {versionNames([one])}
              </Link>
            ))}
          </Notice>
        </div>
      ) : null}
      <Figures
        items={[
          { name: t("tables"), value: <Count value={manifest.tables.length} /> },
          { name: t("rows"), value: <Count value={version.rows} /> },
          { name: t("size"), value: <Bytes value={version.bytes} /> },
          { name: t("checksum"), value: <Hash value={version.versionId} label={t("copyHash")} /> },
          ...(version.license
            ? [
                {
                  name: t("license"),
                  value: <a href={version.license}>{version.license.replace(/^https?:\/\//, "")}</a>,
                },
              ]
            : []),
          ...(version.usedIn.length > 0
            ? [
                {
                  name: t("usedIn"),
                  value: (
                    <span style={{ fontSize: 13, fontWeight: 400 }}>
                      {version.usedIn.map((one) => (
                        <Link
                          key={`${one.module}@${one.number}`}
                          href={`/modules/${one.module}/versions/${one.number}`}
                          style={{ marginRight: 8 }}
                        >
                          {versionNames([one])}
                        </Link>
                      ))}
                    </span>
                  ),
                },
              ]
            : []),
          {
            name: t("citation"),
            value: (
              <span style={{ fontSize: 13, fontWeight: 400 }}>
                <code>
                  {module}@v{number}
                </code>
                <CopyButton text={citation} label={t("copyCitation")} />
              </span>
            ),
          },
        ]}
      />
      <Tabs
        value={tab}
        onChange={(value) => go({ tab: value })}
        tabs={tabs.map((one) => ({ id: one, text: t(`tab.${one}`) }))}
        bar={
          perTable.has(tab) && manifest.tables.length > 1 ? (
            <div style={{ overflowX: "auto", marginBottom: 12 }}>
              <SegmentedControl
                value={table}
                onChange={(value) => go({ table: value }, { history: "replace" })}
                data={manifest.tables.map((one) => ({ value: one.name, label: one.name }))}
                label={t("table")}
              />
            </div>
          ) : null
        }
      >
        {tab === "data" && hasFiles ? <DataTab version={version} table={table} loadRows={loadRows} /> : null}
        {tab === "data" && !hasFiles ? (
          <EmptyState title={t("withdrawnRows")} text={t("withdrawnRowsText")} />
        ) : null}
        {tab === "columns" ? <ColumnsTab manifest={manifest} reports={reports} table={table} /> : null}
        {tab === "quality" ? <QualityTab quality={reports.quality} /> : null}
        {tab === "privacy" ? <PrivacyTab privacy={reports.privacy} /> : null}
        {tab === "files" ? (
          <FilesTab
            files={version.files}
            copies={version.copies}
            areGivenOut={hasFiles}
            metadata={[
              { name: "metadata.jsonld", href: `${base}/metadata.jsonld`, text: t("jsonLdText") },
              { name: "croissant.json", href: `${base}/croissant.json`, text: t("croissantText") },
            ]}
          />
        ) : null}
        {tab === "use" ? (
          <UseTab
            snippets={version.extraction}
            table={table}
            file={hasFiles ? fileAddress(version, table) : undefined}
            makeToken={makeToken}
          />
        ) : null}
        {tab === "provenance" ? <ProvenanceTab provenance={reports.provenance} module={module} /> : null}
      </Tabs>
    </Page>
  );
}
