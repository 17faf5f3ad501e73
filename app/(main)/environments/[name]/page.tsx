import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { can } from "#lib/access";
import { getEnvironment } from "#lib/operations/server";
import { load, session } from "#lib/web/server";
import { EnvironmentPage } from "../../../../components/environments/environment-page.tsx";
import { kindTitles } from "../../../../components/sources/kinds.ts";
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
  const locale = await getLocale();
  if (!environment.ok) return <LoadFailure error={environment.error} />;
  return (
    <EnvironmentPage
      environment={environment.value}
      kinds={{ source: kindTitles("source", locale), store: kindTitles("store", locale) }}
      mayManage={can(who.user.role, "environments:manage")}
      actions={{
        archive: archiveEnvironmentAction,
        bind: bindPlaceAction,
        update: updateEnvironmentAction,
      }}
    />
  );
}
