import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { can } from "#lib/access";
import { getStore, getStoreContents } from "#lib/operations/server";
import { load, session } from "#lib/web/server";
import { placeKinds } from "../../../../components/sources/kinds.ts";
import { PlacePage } from "../../../../components/sources/place-page.tsx";
import { StoreContents } from "../../../../components/stores/store-contents.tsx";
import { ErrorState } from "../../../../components/ui/error-state.tsx";
import { LoadFailure } from "../../../../components/ui/load-failure.tsx";
import { archiveStoreAction, storeActions, testStoreAction } from "../../../stores/actions-of-stores.ts";

type Props = { params: Promise<{ name: string }> };

export const generateMetadata = async ({ params }: Props): Promise<Metadata> => ({
  title: (await params).name,
});

export default async function Page({ params }: Props) {
  const { name } = await params;
  const [who, place, contents] = await Promise.all([
    session(),
    load(getStore, { name }),
    load(getStoreContents, { name }),
  ]);
  if (!place.ok) return <LoadFailure error={place.error} />;
  const mayManage = can(who.user.role, "stores:manage");
  const kinds = placeKinds("store", await getLocale());
  const actions = { test: testStoreAction, archive: archiveStoreAction };
  return (
    <PlacePage of="store" kinds={kinds} place={place.value} mayManage={mayManage} actions={actions}>
      {contents.ok ? (
        <StoreContents store={name} contents={contents.value} actions={storeActions} />
      ) : (
        <ErrorState error={contents.error} />
      )}
    </PlacePage>
  );
}
