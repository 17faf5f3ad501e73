"use client";

import { IconDownload } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import type { VersionDetail, VersionFileView } from "#lib/contracts";
import { ButtonLink } from "../ui/button.tsx";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { Bytes, Count } from "../ui/figures.tsx";
import { Hash } from "../ui/hash.tsx";
import { Section } from "../ui/page.tsx";
import { CopiesTable } from "./copies-table.tsx";

/** The files of a version, each with the hash that proves it. */
export function FilesTab({
  files,
  copies,
  areGivenOut,
  metadata,
}: {
  files: readonly VersionFileView[];
  copies: VersionDetail["copies"];
  /** Those of a withdrawn version are listed only: a link to one would be refused. */
  areGivenOut: boolean;
  metadata: readonly { readonly name: string; readonly href: string; readonly text: string }[];
}) {
  const t = useTranslations("versions");
  const common = useTranslations("common");
  const download: Column<VersionFileView> = {
    id: "download",
    header: "",
    align: "number",
    cell: (row) => (
      <ButtonLink
        href={row.href}
        download
        variant="subtle"
        size="compact"
        leftSection={<IconDownload size={15} />}
        aria-label={t("downloadFile", { name: row.name })}
      >
        {common("download")}
      </ButtonLink>
    ),
  };
  const columns: readonly Column<VersionFileView>[] = [
    {
      id: "name",
      header: t("file"),
      sort: (row) => row.name,
      cell: (row) => (areGivenOut ? <a href={row.href}>{row.name}</a> : row.name),
    },
    {
      id: "rows",
      header: t("rows"),
      align: "number",
      sort: (row) => row.rows,
      cell: (row) => <Count value={row.rows} />,
    },
    {
      id: "bytes",
      header: t("size"),
      align: "number",
      sort: (row) => row.bytes,
      cell: (row) => <Bytes value={row.bytes} />,
    },
    { id: "sha256", header: "SHA-256", cell: (row) => <Hash value={row.sha256} label={t("copyHash")} /> },
    ...(areGivenOut ? [download] : []),
  ];
  return (
    <>
      <DataTable label={t("tab.files")} columns={columns} rows={files} rowKey={(row) => row.name} />
      <Section title={t("metadata")}>
        <ul style={{ margin: 0, paddingLeft: 18, lineHeight: "26px" }}>
          {metadata.map((one) => (
            <li key={one.href}>
              <a className="inText" href={one.href}>
                {one.name}
              </a>{" "}
              <span style={{ color: "var(--ink-3)" }}>· {one.text}</span>
            </li>
          ))}
        </ul>
      </Section>
      <CopiesTable copies={copies} />
    </>
  );
}
