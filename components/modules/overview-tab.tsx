"use client";

import { Skeleton } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useLocale, useTranslations } from "next-intl";
import type { ModuleDetail } from "#lib/contracts";
import type { Locale } from "#lib/kernel";
import { ButtonLink } from "../ui/button.tsx";
import { EmptyState, Notice } from "../ui/state.tsx";
import { drawnTables } from "./lay-out.ts";
import { editorHref } from "./module-href.ts";

const shownProblems = 5;

const TablesGraph = dynamic(() => import("./tables-graph.tsx"), {
  ssr: false,
  loading: () => <Skeleton height={420} />,
});

/** The draft at a glance: what stands between it and a revision, its tables and the keys between them. */
export function OverviewTab({ module, mayEdit }: { module: ModuleDetail; mayEdit: boolean }) {
  const t = useTranslations("modules");
  const locale = useLocale() as Locale;
  const tables = drawnTables(module.draft.document);
  const errors = module.draft.diagnostics.filter((one) => one.severity === "error");
  const edit = mayEdit ? (
    <ButtonLink
      variant="default"
      leftSection={<IconPencil size={15} />}
      href={editorHref(module.summary.name, module.summary.environment, "problems")}
    >
      {t("openEditor")}
    </ButtonLink>
  ) : undefined;
  return (
    <>
      {errors.length > 0 ? (
        <div style={{ marginBottom: 12 }}>
          <Notice tone="warn" title={t("problemsFirst", { count: errors.length })} actions={edit}>
            <ul style={{ margin: 0, paddingInlineStart: 18 }}>
              {errors.slice(0, shownProblems).map((one) => (
                <li key={`${one.code}:${one.path.join("/")}`}>{one.message[locale]}</li>
              ))}
            </ul>
          </Notice>
        </div>
      ) : null}
      {tables.length === 0 ? (
        <EmptyState title={t("noTables")} text={t("noTablesText")} actions={edit} />
      ) : (
        <TablesGraph tables={tables} />
      )}
    </>
  );
}
