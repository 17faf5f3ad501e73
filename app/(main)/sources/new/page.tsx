import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { can } from "#lib/access";
import { session } from "#lib/web/server";
import { placeKinds } from "../../../../components/sources/kinds.ts";
import { NewPlace } from "../../../../components/sources/new-place.tsx";
import { LoadFailure } from "../../../../components/ui/load-failure.tsx";
import { createSourceAction, testSourceAction } from "../../../sources/actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("sources"))("source.add") };
}

export default async function Page() {
  const { user } = await session();
  return can(user.role, "sources:manage") ? (
    <NewPlace
      of="source"
      kinds={placeKinds("source", await getLocale())}
      create={createSourceAction}
      test={testSourceAction}
    />
  ) : (
    <LoadFailure error={{ code: "permission-missing", params: { permission: "sources:manage" } }} />
  );
}
