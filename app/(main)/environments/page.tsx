import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { can } from "#lib/access";
import { listEnvironments } from "#lib/operations/server";
import { load, session } from "#lib/web/server";
import { EnvironmentList } from "../../../components/environments/environment-list.tsx";
import { LoadFailure } from "../../../components/ui/load-failure.tsx";
import { createEnvironmentAction } from "../../environments/actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("shell"))("page.environments") };
}

export default async function Page() {
  const [who, environments] = await Promise.all([session(), load(listEnvironments, { archived: true })]);
  return environments.ok ? (
    <EnvironmentList
      environments={environments.value}
      create={can(who.user.role, "environments:manage") ? createEnvironmentAction : undefined}
    />
  ) : (
    <LoadFailure error={environments.error} />
  );
}
