import { getLocale } from "next-intl/server";
import { can } from "#lib/access";
import { getSource } from "#lib/operations/server";
import { load, session } from "#lib/web/server";
import { placeKinds } from "../../../../components/sources/kinds.ts";
import { PlacePage } from "../../../../components/sources/place-page.tsx";
import { LoadFailure } from "../../../../components/ui/load-failure.tsx";
import {
  archiveSourceAction,
  getSourceDriftAction,
  grantScriptAction,
  testSourceAction,
} from "../../../sources/actions.ts";

type Props = { params: Promise<{ name: string }> };

export const generateMetadata = async (props: Props) => ({ title: (await props.params).name });

export default async function Page({ params }: Props) {
  const { name } = await params;
  const [who, place] = await Promise.all([session(), load(getSource, { name })]);
  if (!place.ok) return <LoadFailure error={place.error} />;
  return (
    <PlacePage
      of="source"
      kinds={placeKinds("source", await getLocale())}
      place={place.value}
      mayManage={can(who.user.role, "sources:manage")}
      actions={{
        test: testSourceAction,
        archive: archiveSourceAction,
        drift: getSourceDriftAction,
        grantScript: grantScriptAction,
      }}
      costs={place.value.costs}
    />
  );
}
