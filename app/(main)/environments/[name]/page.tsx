import type { Metadata } from "next";
import { can } from "#lib/access";
import { getEnvironment } from "#lib/operations/server";
import { load, session } from "#lib/web/server";
import { EnvironmentPage } from "../../../../components/environments/environment-page.tsx";
import { LoadFailure } from "../../../../components/ui/load-failure.tsx";
import {
  archiveEnvironmentAction,
  bindPlaceAction,
  updateEnvironmentAction,
} from "../../../environments/actions.ts";

interface Props {
  params: Promise<{ name: string }>;
}

export const generateMetadata = async ({ params }: Props): Promise<Metadata> => ({
  title: (await params).name,
});

export default async function Page({ params }: Props) {
  const { name } = await params;
  const [who, environment] = await Promise.all([session(), load(getEnvironment, { name })]);
  if (!environment.ok) return <LoadFailure error={environment.error} />;
  return (
    <EnvironmentPage
      environment={environment.value}
      mayManage={can(who.user.role, "environments:manage")}
      actions={{
        archive: archiveEnvironmentAction,
        bind: bindPlaceAction,
        update: updateEnvironmentAction,
      }}
    />
  );
}
