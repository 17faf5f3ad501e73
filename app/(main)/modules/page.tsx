import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { can } from "#lib/access";
import { listModules } from "#lib/operations/server";
import { load, session } from "#lib/web/server";
import { ModuleList } from "../../../components/modules/module-list.tsx";
import { LoadFailure } from "../../../components/ui/load-failure.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("shell"))("page.modules") };
}

export default async function Page() {
  const [who, modules] = await Promise.all([session(), load(listModules, {})]);
  return modules.ok ? (
    <ModuleList modules={modules.value} mayEdit={can(who.user.role, "modules:edit")} />
  ) : (
    <LoadFailure error={modules.error} />
  );
}
