import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { can, maySeeRaw } from "#lib/access";
import { getRun } from "#lib/operations/server";
import { load, session } from "#lib/web/server";
import { QuarantinePage } from "../../../../../components/runs/quarantine-page.tsx";
import { LoadFailure } from "../../../../../components/ui/load-failure.tsx";
import { lookAtQuarantineAction } from "../../../../runs/actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("shell"))("page.quarantine") };
}

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [who, run] = await Promise.all([session(), load(getRun, { id })]);
  if (!run.ok) return <LoadFailure error={run.error} />;
  const { role } = who.user;
  if (!can(role, "quarantine:look"))
    return <LoadFailure error={{ code: "permission-missing", params: { permission: "quarantine:look" } }} />;
  return maySeeRaw({ ...who, role }, "quarantine:look") ? (
    <QuarantinePage runId={id} tables={run.value.quarantine} look={lookAtQuarantineAction} />
  ) : (
    <LoadFailure error={{ code: "raw-impersonated", params: {} }} />
  );
}
