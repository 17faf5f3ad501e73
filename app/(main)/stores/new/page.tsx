import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { can } from "#lib/access";
import { session } from "#lib/web/server";
import { placeKinds } from "../../../../components/sources/kinds.ts";
import { NewPlace } from "../../../../components/sources/new-place.tsx";
import { LoadFailure } from "../../../../components/ui/load-failure.tsx";
import { createStoreAction, testStoreAction } from "../../../stores/actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("sources"))("store.add") };
}

export default async function Page() {
  const { user } = await session();
  return can(user.role, "stores:manage") ? (
    <NewPlace
      of="store"
      kinds={placeKinds("store", await getLocale())}
      create={createStoreAction}
      test={testStoreAction}
    />
  ) : (
    <LoadFailure error={{ code: "permission-missing", params: { permission: "stores:manage" } }} />
  );
}
