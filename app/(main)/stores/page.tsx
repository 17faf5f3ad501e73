import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { can } from "#lib/access";
import { listStores } from "#lib/operations/server";
import { load, session } from "#lib/web/server";
import { placeKinds } from "../../../components/sources/kinds.ts";
import { PlaceList } from "../../../components/sources/place-list.tsx";
import { LoadFailure } from "../../../components/ui/load-failure.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("shell"))("page.stores") };
}

export default async function Page() {
  const [who, places] = await Promise.all([session(), load(listStores, {})]);
  return places.ok ? (
    <PlaceList
      of="store"
      kinds={placeKinds("store", await getLocale())}
      places={places.value}
      mayManage={can(who.user.role, "stores:manage")}
    />
  ) : (
    <LoadFailure error={places.error} />
  );
}
