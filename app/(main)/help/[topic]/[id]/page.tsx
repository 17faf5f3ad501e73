import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { exampleKeyText } from "#lib/anonymizers";
import { findEntry, findTopic, hrefOf } from "#lib/reference";
import { EntryPage } from "../../../../../components/help/entry-page.tsx";

interface Props {
  params: Promise<{ topic: string; id: string }>;
}

async function asked({ params }: Props) {
  const given = await params;
  const topic = findTopic(given.topic);
  const id = decodeURIComponent(given.id);
  return { id, topic, entry: topic && findEntry(topic, id) };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { entry } = await asked(props);
  return { title: entry?.title[await getLocale()] ?? (await getTranslations("help"))("missingTitle") };
}

export default async function Page(props: Props) {
  const { id, topic, entry } = await asked(props);
  if (topic && entry) return <EntryPage topic={topic} entry={entry} keyText={exampleKeyText} />;
  const other = topic?.elsewhere && findTopic(topic.elsewhere);
  if (other && findEntry(other, id)) redirect(hrefOf({ topic: other.id, id }));
  notFound();
}
