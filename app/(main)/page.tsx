import { getHome } from "#lib/operations/server";
import { load, session } from "#lib/web/server";
import { HomePage } from "../../components/home/home-page.tsx";
import { LoadFailure } from "../../components/ui/load-failure.tsx";
import { putAwayAlertAction } from "../triggers/actions.ts";

export default async function Page() {
  const [who, home] = await Promise.all([session(), load(getHome, {})]);
  return home.ok ? (
    <HomePage home={home.value} session={who} putAway={putAwayAlertAction} />
  ) : (
    <LoadFailure error={home.error} />
  );
}
