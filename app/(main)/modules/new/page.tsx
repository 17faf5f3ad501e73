import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { can } from "#lib/access";
import { listReadableSources } from "#lib/operations/server";
import { load, session } from "#lib/web/server";
import { NewModule } from "../../../../components/modules/new-module.tsx";
import { LoadFailure } from "../../../../components/ui/load-failure.tsx";
import { createModuleAction, proposeColumnsAction, proposeModuleAction } from "../../../modules/actions.ts";
import { introspectSourceAction } from "../../../sources/actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("modules"))("new") };
}

export default async function Page() {
  const [{ user }, sources] = await Promise.all([session(), load(listReadableSources, {})]);
  if (!can(user.role, "modules:edit"))
    return <LoadFailure error={{ code: "permission-missing", params: { permission: "modules:edit" } }} />;
  if (!sources.ok) return <LoadFailure error={sources.error} />;
  return (
    <NewModule
      sources={sources.value}
      introspect={introspectSourceAction}
      look={proposeColumnsAction}
      propose={proposeModuleAction}
      create={createModuleAction}
    />
  );
}
