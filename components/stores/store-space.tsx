"use client";

import { IconLock, IconLockOpen } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { HeldVersion, StoreContents } from "#lib/contracts";
import type { Action } from "../ui/action.ts";
import { Button } from "../ui/button.tsx";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { Figures } from "../ui/facts.tsx";
import { Bytes, Count } from "../ui/figures.tsx";
import { Link } from "../ui/link.tsx";
import { Section } from "../ui/page.tsx";
import { EmptyState } from "../ui/state.tsx";
import { Ago } from "../ui/time.tsx";
import { useAction } from "../ui/use-action.ts";
import { SpaceByModule } from "./space-by-module.tsx";
import { VersionTags } from "./version-tags.tsx";

const mostShown = 20;

export type KeepVersion = Action<{ module: string; number: number; kept: boolean }, unknown>;

/** What a store holds: how much by module, and which versions. */
export function StoreSpace({ contents, keepVersion }: { contents: StoreContents; keepVersion: KeepVersion }) {
  const t = useTranslations("stores");
  const router = useRouter();
  const [isAll, setAll] = useState(false);
  const { run, isBusy } = useAction(keepVersion, { done: () => router.refresh() });
  const { modules, versions, usedBytes, freeBytes, mayKeep } = contents;
  const columns: readonly Column<HeldVersion>[] = [
    {
      id: "version",
      header: t("version"),
      sort: (row) => `${row.module}@${String(row.number).padStart(9, "0")}`,
      cell: (row) => (
        <Link href={`/modules/${row.module}/versions/${row.number}`}>
          {row.module} v{row.number}
        </Link>
      ),
    },
    {
      id: "published",
      header: t("published"),
      sort: (row) => row.createdAt,
      cell: (row) => <Ago at={row.createdAt} />,
    },
    {
      id: "size",
      header: t("size"),
      align: "number",
      sort: (row) => row.bytes,
      cell: (row) => <Bytes value={row.bytes} />,
    },
    { id: "state", header: t("state"), cell: (row) => <VersionTags version={row} /> },
  ];
  const keep: Column<HeldVersion> = {
    id: "keep",
    header: "",
    align: "number",
    cell: (row) => (
      <Button
        variant="subtle"
        size="compact"
        color="gray"
        disabled={isBusy}
        leftSection={row.kept ? <IconLockOpen size={14} /> : <IconLock size={14} />}
        onClick={() => run({ module: row.module, number: row.number, kept: !row.kept })}
      >
        {row.kept ? t("keepNot") : t("keep")}
      </Button>
    ),
  };
  return (
    <Section title={t("space")}>
      <Figures
        items={[
          { name: t("used"), value: <Bytes value={usedBytes} /> },
          { name: t("versions"), value: <Count value={versions.length} /> },
          { name: t("modules"), value: <Count value={modules.length} /> },
          {
            name: t("free"),
            value:
              freeBytes === undefined ? (
                <span style={{ fontSize: 13, fontWeight: 400, color: "var(--ink-3)" }}>{t("unknown")}</span>
              ) : (
                <Bytes value={freeBytes} />
              ),
          },
        ]}
      />
      {versions.length === 0 ? (
        <EmptyState title={t("empty")} text={t("emptyText")} />
      ) : (
        <>
          <div style={{ margin: "12px 0 16px" }}>
            <SpaceByModule label={t("modules")} modules={modules} />
          </div>
          <DataTable
            label={t("versions")}
            columns={mayKeep ? [...columns, keep] : columns}
            rows={isAll ? versions : versions.slice(0, mostShown)}
            rowKey={(row) => `${row.module}@${row.number}`}
          />
          {versions.length > mostShown && !isAll ? (
            <Button variant="subtle" size="compact" onClick={() => setAll(true)}>
              {t("showAll", { count: versions.length })}
            </Button>
          ) : null}
        </>
      )}
    </Section>
  );
}
