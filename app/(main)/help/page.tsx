import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { helpContents } from "#lib/reference";
import { HelpContents } from "../../../components/help/help-contents.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("help"))("title") };
}

export default async function Page() {
  return <HelpContents groups={helpContents(await getLocale())} />;
}
