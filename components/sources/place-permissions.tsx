"use client";

import { IconCheck } from "@tabler/icons-react";
import { useLocale, useTranslations } from "next-intl";
import { can, type Permission, permissions, roleIds, roles } from "#lib/access";
import type { Locale } from "#lib/kernel";
import { DataTable } from "../ui/data-table.tsx";
import { Section } from "../ui/page.tsx";
import type { PlaceRole } from "./kinds.ts";

/** What somebody can do with a source or a store; raw rows of a source are apart from everything else. */
const asked: Readonly<Record<PlaceRole, readonly Permission[]>> = {
  source: [
    "sources:read",
    "sources:manage",
    "modules:edit",
    "runs:start",
    "raw-values:look",
    "quarantine:look",
  ],
  store: ["stores:read", "stores:manage", "modules:edit", "runs:start", "versions:read", "versions:withdraw"],
};

/** Which role may do what with this source or store. */
export function PlacePermissions({ of: place }: { of: PlaceRole }) {
  const t = useTranslations("sources");
  const common = useTranslations("common");
  const locale = useLocale() as Locale;
  return (
    <Section title={t("permissions")} hint={t("permissionsHint")}>
      <DataTable
        label={t("permissions")}
        rows={asked[place]}
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
            cell: (permission: Permission) =>
              can(role, permission) ? <IconCheck size={15} aria-label={common("yes")} /> : "–",
          })),
        ]}
      />
    </Section>
  );
}
