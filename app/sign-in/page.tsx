import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { getSetUpState } from "#lib/operations/server";
import { load, optionalSession } from "#lib/web/server";
import { AuthScreen } from "../../components/auth/auth-screen.tsx";
import { safeReturn } from "../../components/auth/safe-return.ts";
import { SignInForm } from "../../components/auth/sign-in-form.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth"))("signIn") };
}

export default async function Page({ searchParams }: { searchParams: Promise<{ returnTo?: string }> }) {
  const returnTo = safeReturn((await searchParams).returnTo);
  if (await optionalSession()) redirect(returnTo);
  const state = await load(getSetUpState, {});
  if (state.ok && state.value.needed) redirect("/set-up");
  const t = await getTranslations("auth");
  return (
    <AuthScreen title={t("signIn")} lead={t("signInLead")}>
      <SignInForm returnTo={returnTo} />
    </AuthScreen>
  );
}
