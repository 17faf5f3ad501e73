import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { getSpace } from "#lib/operations/server";
import { load } from "#lib/web/server";
import { SpacePage } from "../../../components/admin/space-page.tsx";
import { LoadFailure } from "../../../components/ui/load-failure.tsx";
import { retentionActions } from "../../stores/actions-of-stores.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("shell"))("page.space") };
}

export default async function Page() {
  const space = await load(getSpace, {});
  return space.ok ? (
    <SpacePage space={space.value} retention={retentionActions} />
  ) : (
    <LoadFailure error={space.error} />
  );
}
