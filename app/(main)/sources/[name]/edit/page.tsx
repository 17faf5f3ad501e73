import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { can } from "#lib/access";
import { getSource } from "#lib/operations/server";
import { load, session } from "#lib/web/server";
import { ChangePlace } from "../../../../../components/sources/change-place.tsx";
import { placeKinds } from "../../../../../components/sources/kinds.ts";
import { LoadFailure } from "../../../../../components/ui/load-failure.tsx";
import { testSourceAction, updateSourceAction } from "../../../../sources/actions.ts";

interface Props {
  params: Promise<{ name: string }>;
}

export const generateMetadata = async ({ params }: Props): Promise<Metadata> => ({
  title: (await params).name,
});

export default async function Page({ params }: Props) {
  const { name } = await params;
  const [who, place] = await Promise.all([session(), load(getSource, { name })]);
  if (!place.ok) return <LoadFailure error={place.error} />;
  return can(who.user.role, "sources:manage") ? (
    <ChangePlace
      of="source"
      kinds={placeKinds("source", await getLocale())}
      place={place.value}
      update={updateSourceAction}
      test={testSourceAction}
    />
  ) : (
    <LoadFailure error={{ code: "permission-missing", params: { permission: "sources:manage" } }} />
  );
}
