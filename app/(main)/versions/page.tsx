import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { listVersions } from "#lib/operations/server";
import { load } from "#lib/web/server";
import { VersionList } from "../../../components/catalog/version-list.tsx";
import { LoadFailure } from "../../../components/ui/load-failure.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("shell"))("page.versions") };
}

export default async function Page() {
  const versions = await load(listVersions, { limit: 1000 });
  return versions.ok ? <VersionList versions={versions.value} /> : <LoadFailure error={versions.error} />;
}
