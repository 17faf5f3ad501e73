"use client";

import { useTranslations } from "next-intl";
import type { SpaceView } from "#lib/contracts";
import { type RetentionActions, RetentionForm } from "../stores/retention-form.tsx";
import { SpaceByModule } from "../stores/space-by-module.tsx";
import { DataTable } from "../ui/data-table.tsx";
import { Figures } from "../ui/facts.tsx";
import { Bytes, Count } from "../ui/figures.tsx";
import { Page, Section } from "../ui/page.tsx";

/** What takes how much room: folders, our own database, modules. */
export function SpacePage({ space, retention }: { space: SpaceView; retention: RetentionActions }) {
  const t = useTranslations("admin");
  const whole = space.folders.reduce((sum, one) => sum + one.bytes, 0);
  return (
    <Page title={t("space")} lead={t("spaceLead")}>
      <Figures
        items={[
          { name: t("used"), value: <Bytes value={whole} /> },
          ...(space.freeBytes === undefined
            ? []
            : [{ name: t("free"), value: <Bytes value={space.freeBytes} /> }]),
        ]}
      />
      <Section title={t("folders")}>
        <DataTable
          label={t("folders")}
          rows={space.folders}
          rowKey={(row) => row.id}
          columns={[
            { id: "id", header: t("folder"), cell: (row) => t(`folderName.${row.id}`) },
            {
              id: "files",
              header: t("files"),
              align: "number",
              sort: (row) => row.files,
              cell: (row) => <Count value={row.files} />,
            },
            {
              id: "bytes",
              header: t("size"),
              align: "number",
              sort: (row) => row.bytes,
              cell: (row) => <Bytes value={row.bytes} />,
            },
          ]}
        />
      </Section>
      {space.modules.length > 0 ? (
        <Section title={t("byModule")}>
          <SpaceByModule label={t("byModule")} modules={space.modules} />
        </Section>
      ) : null}
      <RetentionForm retention={space.retention} actions={retention} mayManage={space.mayManage} />
    </Page>
  );
}
