"use client";

import { useTranslations } from "next-intl";
import type { Reports } from "#lib/contracts";
import { PackageTable } from "../reviews/package-table.tsx";
import { CauseText } from "../runs/cause-text.tsx";
import { ParameterValues } from "../runs/parameter-values.tsx";
import { DataTable } from "../ui/data-table.tsx";
import { Facts } from "../ui/facts.tsx";
import { Bytes, Duration } from "../ui/figures.tsx";
import { Hash } from "../ui/hash.tsx";
import { Link } from "../ui/link.tsx";
import { Section } from "../ui/page.tsx";
import { Notice } from "../ui/state.tsx";
import { Time } from "../ui/time.tsx";
import { SourceCosts } from "./source-costs.tsx";
import { versionNames } from "./version-names.ts";

/** Where the version came from: sources, revision, scripts, who ran it, who approved it. */
export function ProvenanceTab({ provenance, module }: { provenance: Reports["provenance"]; module: string }) {
  const t = useTranslations("versions");
  const runs = useTranslations("runs");
  const environments = useTranslations("environments");
  const { revision } = provenance;
  const files = provenance.sources.flatMap((source) =>
    (source.files ?? []).map((file) => ({ ...file, source: source.name })),
  );
  return (
    <>
      <Facts
        items={[
          {
            name: t("run"),
            value: <Link href={`/runs/${provenance.runId}`}>{provenance.runId.slice(0, 8)}</Link>,
          },
          {
            name: t("revision"),
            value: revision.number ? (
              <Link href={`/modules/${module}?tab=history`}>№ {revision.number}</Link>
            ) : (
              "–"
            ),
          },
          { name: t("contentHash"), value: <Hash value={revision.contentHash} /> },
          {
            name: t("startedBy"),
            value: provenance.startedBy ?? (provenance.cause ? <CauseText cause={provenance.cause} /> : "–"),
          },
          {
            name: t("approvedBy"),
            value: provenance.approvedBy ? (
              <>
                {provenance.approvedBy}
                {provenance.approvedAt ? (
                  <>
                    {" · "}
                    <Time at={provenance.approvedAt} />
                  </>
                ) : null}
              </>
            ) : (
              "–"
            ),
          },
          ...(provenance.environment
            ? [{ name: environments("environment"), value: provenance.environment }]
            : []),
          { name: t("startedAt"), value: <Time at={provenance.startedAt} seconds /> },
          {
            name: t("took"),
            value: <Duration ms={Date.parse(provenance.finishedAt) - Date.parse(provenance.startedAt)} />,
          },
          { name: t("engine"), value: `${provenance.engine} · ${provenance.product}` },
        ]}
      />
      {provenance.unsandboxed ? (
        <Notice tone="warn" title={t("unsandboxed")}>
          {t("unsandboxedText")}
        </Notice>
      ) : null}
      {provenance.parameters ? (
        <Section title={runs("parameters")} hint={runs("parametersHint")}>
          <ParameterValues parameters={provenance.parameters} />
        </Section>
      ) : null}
      <Section title={t("sources")}>
        <DataTable
          label={t("sources")}
          rows={provenance.sources}
          rowKey={(row) => row.name}
          columns={[
            {
              id: "name",
              header: t("source"),
              cell: (row) =>
                row.version ? (
                  <Link href={`/modules/${row.version.module}/versions/${row.version.number}`}>
                    {versionNames([row.version])}
                  </Link>
                ) : (
                  <Link href={`/sources/${row.name}`}>{row.name}</Link>
                ),
            },
            { id: "kind", header: t("kind"), cell: (row) => row.kind },
            {
              id: "snapshot",
              header: t("snapshotAt"),
              cell: (row) => (row.snapshotAt ? <Time at={row.snapshotAt} seconds /> : "–"),
            },
            { id: "fingerprint", header: t("fingerprint"), cell: (row) => <Hash value={row.fingerprint} /> },
          ]}
        />
      </Section>
      <SourceCosts sources={provenance.sources} />
      {files.length > 0 ? (
        <Section title={t("sourceFiles")} hint={t("sourceFilesHint")}>
          <DataTable
            label={t("sourceFiles")}
            rows={files}
            rowKey={(row) => `${row.source}:${row.table}`}
            columns={[
              { id: "source", header: t("source"), cell: (row) => row.source },
              { id: "table", header: t("table"), cell: (row) => row.table },
              { id: "bytes", header: t("size"), cell: (row) => <Bytes value={row.bytes} /> },
              { id: "sha256", header: "SHA-256", cell: (row) => <Hash value={row.sha256} /> },
            ]}
          />
        </Section>
      ) : null}
      <Section title={t("scripts")}>
        <DataTable
          label={t("scripts")}
          rows={provenance.scripts}
          rowKey={(row) => `${row.table}:${row.role}`}
          columns={[
            { id: "table", header: t("table"), sort: (row) => row.table, cell: (row) => row.table },
            {
              id: "role",
              header: t("scriptRole"),
              sort: (row) => row.role,
              cell: (row) => t(`scriptRoleName.${row.role}`),
            },
            { id: "language", header: t("language"), cell: (row) => row.language },
            { id: "sha256", header: "SHA-256", cell: (row) => <Hash value={row.sha256} /> },
          ]}
        />
      </Section>
      {provenance.packages ? <PackageTable packages={provenance.packages} /> : null}
      <Section title={t("keys")} hint={t("keysHint")}>
        <Facts
          items={Object.entries(provenance.keyIds).map(([name, id]) => ({ name, value: <code>{id}</code> }))}
        />
      </Section>
    </>
  );
}
