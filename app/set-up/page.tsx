import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { getSetUpState } from "#lib/operations/server";
import { load } from "#lib/web/server";
import { AuthScreen } from "../../components/auth/auth-screen.tsx";
import { SetUpForm } from "../../components/auth/set-up-form.tsx";
import { setUpAction } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth"))("setUp") };
}

export default async function Page() {
  const state = await load(getSetUpState, {});
  if (!state.ok || !state.value.needed) redirect("/sign-in");
  const t = await getTranslations("auth");
  return (
    <AuthScreen title={t("setUp")} lead={t("setUpLead")}>
      <SetUpForm needsToken={state.value.needsToken} setUp={setUpAction} />
    </AuthScreen>
  );
}
