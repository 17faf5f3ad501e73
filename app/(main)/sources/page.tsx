import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { can } from "#lib/access";
import { listSources } from "#lib/operations/server";
import { load, session } from "#lib/web/server";
import { placeKinds } from "../../../components/sources/kinds.ts";
import { PlaceList } from "../../../components/sources/place-list.tsx";
import { LoadFailure } from "../../../components/ui/load-failure.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("shell"))("page.sources") };
}

export default async function Page() {
  const [who, places] = await Promise.all([session(), load(listSources, {})]);
  return places.ok ? (
    <PlaceList
      of="source"
      kinds={placeKinds("source", await getLocale())}
      places={places.value}
      mayManage={can(who.user.role, "sources:manage")}
    />
  ) : (
    <LoadFailure error={places.error} />
  );
}
