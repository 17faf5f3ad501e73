import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { can } from "#lib/access";
import { getStore } from "#lib/operations/server";
import { load, session } from "#lib/web/server";
import { placeKinds } from "../../../../components/sources/kinds.ts";
import { PlacePage } from "../../../../components/sources/place-page.tsx";
import { LoadFailure } from "../../../../components/ui/load-failure.tsx";
import { archiveStoreAction, testStoreAction } from "../../../stores/actions.ts";

interface Props {
  params: Promise<{ name: string }>;
}

export const generateMetadata = async ({ params }: Props): Promise<Metadata> => ({
  title: (await params).name,
});

export default async function Page({ params }: Props) {
  const { name } = await params;
  const [who, place] = await Promise.all([session(), load(getStore, { name })]);
  if (!place.ok) return <LoadFailure error={place.error} />;
  return (
    <PlacePage
      of="store"
      kinds={placeKinds("store", await getLocale())}
      place={place.value}
      mayManage={can(who.user.role, "stores:manage")}
      actions={{
        test: testStoreAction,
        archive: archiveStoreAction,
      }}
    />
  );
}
