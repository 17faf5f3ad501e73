import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { can, maySeeRaw } from "#lib/access";
import { getRun } from "#lib/operations/server";
import { load, session } from "#lib/web/server";
import { ScriptOutputPage } from "../../../../../components/runs/script-output-page.tsx";
import { LoadFailure } from "../../../../../components/ui/load-failure.tsx";
import { lookAtScriptOutputAction } from "../../../../runs/actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("shell"))("page.output") };
}

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [who, run] = await Promise.all([session(), load(getRun, { id })]);
  if (!run.ok) return <LoadFailure error={run.error} />;
  const { role } = who.user;
  if (!can(role, "script-output:look"))
    return (
      <LoadFailure error={{ code: "permission-missing", params: { permission: "script-output:look" } }} />
    );
  return maySeeRaw({ ...who, role }, "script-output:look") ? (
    <ScriptOutputPage runId={id} outputs={run.value.scriptOutputs} look={lookAtScriptOutputAction} />
  ) : (
    <LoadFailure error={{ code: "raw-impersonated", params: {} }} />
  );
}
