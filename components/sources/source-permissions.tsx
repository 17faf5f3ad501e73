"use client";

import { IconCheck } from "@tabler/icons-react";
import { useLocale, useTranslations } from "next-intl";
import { can, type Permission, permissions, roleIds, roles } from "#lib/access";
import type { Locale } from "#lib/kernel";
import { DataTable } from "../ui/data-table.tsx";
import { Section } from "../ui/page.tsx";

/** What somebody can do with a source; raw rows are apart from everything else. */
const asked = [
  "sources:read",
  "sources:manage",
  "modules:edit",
  "runs:start",
  "raw-values:look",
  "quarantine:look",
] as const satisfies readonly Permission[];

/** Which role may do what with this source. */
export function SourcePermissions() {
  const t = useTranslations("sources");
  const common = useTranslations("common");
  const locale = useLocale() as Locale;
  return (
    <Section title={t("permissions")} hint={t("permissionsHint")}>
      <DataTable
        label={t("permissions")}
        rows={asked}
        rowKey={(permission) => permission}
        columns={[
          {
            id: "permission",
            header: t("permission"),
            cell: (permission) => permissions[permission][locale],
          },
          ...roleIds.map((role) => ({
            id: role,
            header: roles[role].title[locale],
            cell: (permission: (typeof asked)[number]) =>
              can(role, permission) ? <IconCheck size={15} aria-label={common("yes")} /> : "–",
          })),
        ]}
      />
    </Section>
  );
}
