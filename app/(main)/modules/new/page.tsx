import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { can } from "#lib/access";
import { session } from "#lib/web/server";
import { NewModule } from "../../../../components/modules/new-module.tsx";
import { LoadFailure } from "../../../../components/ui/load-failure.tsx";
import { createModuleAction } from "../../../modules/actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("modules"))("new") };
}

export default async function Page() {
  const { user } = await session();
  return can(user.role, "modules:edit") ? (
    <NewModule create={createModuleAction} />
  ) : (
    <LoadFailure error={{ code: "permission-missing", params: { permission: "modules:edit" } }} />
  );
}
