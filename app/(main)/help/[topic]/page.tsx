import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { findArticle, findTopic } from "#lib/reference";
import { session } from "#lib/web/server";
import { ArticlePage } from "../../../../components/help/article-page.tsx";
import { TopicPage } from "../../../../components/help/topic-page.tsx";

interface Props {
  params: Promise<{ topic: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { topic } = await params;
  const found = findArticle(topic) ?? findTopic(topic);
  return { title: found?.title[await getLocale()] ?? (await getTranslations("help"))("missingTitle") };
}

export default async function Page({ params }: Props) {
  const { topic: id } = await params;
  const article = findArticle(id);
  if (article) return <ArticlePage article={article} reader={(await session()).user.role} />;
  const topic = findTopic(id);
  return topic ? <TopicPage topic={topic} /> : notFound();
}
