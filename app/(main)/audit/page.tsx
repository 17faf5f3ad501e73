import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { listAudit } from "#lib/operations/server";
import { load } from "#lib/web/server";
import { AuditPage } from "../../../components/admin/audit-page.tsx";
import { LoadFailure } from "../../../components/ui/load-failure.tsx";

const pageSize = 100;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("shell"))("page.audit") };
}

export default async function Page() {
  const entries = await load(listAudit, { limit: pageSize });
  return entries.ok ? (
    <AuditPage entries={entries.value} pageSize={pageSize} />
  ) : (
    <LoadFailure error={entries.error} />
  );
}
