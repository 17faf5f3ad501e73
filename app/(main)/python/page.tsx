import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { getPythonSettings } from "#lib/operations/server";
import { load } from "#lib/web/server";
import { PythonPage } from "../../../components/admin/python-page.tsx";
import { LoadFailure } from "../../../components/ui/load-failure.tsx";
import { updatePythonSettingsAction } from "../../python/actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("shell"))("page.python") };
}

export default async function Page() {
  const settings = await load(getPythonSettings, {});
  return settings.ok ? (
    <PythonPage settings={settings.value} update={updatePythonSettingsAction} />
  ) : (
    <LoadFailure error={settings.error} />
  );
}
