import { describe, expect, it } from "vitest";
import { type Locale, locales } from "#lib/kernel";
import { articles, helpContents, helpLinks, topics } from "#lib/reference";
import { messages } from "../../lib/web/messages/index.ts";
import { renderPage } from "../testing/render-page.tsx";
import { ArticlePage } from "./article-page.tsx";
import { EntryPage } from "./entry-page.tsx";
import { HelpContents } from "./help-contents.tsx";
import { HelpMissing } from "./help-missing.tsx";
import { TopicPage } from "./topic-page.tsx";

const draw = (content: React.ReactNode, locale: Locale, search = "") =>
  renderPage(content, { locale, messages: messages[locale], search });

const escaped = (text: string) =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#x27;");

describe.each(locales)("Help in %s", (locale) => {
  it("has a page for every variant of every registry, with its words in this language", async () => {
    let pages = 0;
    for (const topic of topics) {
      for (const entry of topic.entries) {
        const html = await draw(<EntryPage topic={topic} entry={entry} keyText="example" />, locale);
        expect(html, entry.id).toContain(escaped(entry.summary[locale]));
        expect(html, entry.id).not.toMatch(/\[object|undefined/);
        expect(html.includes(messages[locale].help.examples), entry.id).toBe(entry.examples.length > 0);
        expect(html).toContain(`href="/help/${topic.id}"`);
        pages++;
      }
    }
    expect(pages).toBe(topics.reduce((sum, { entries }) => sum + entries.length, 0));
    expect(pages).toBeGreaterThanOrEqual(270);
  });

  it("lists every variant on the page of its registry and in the contents", async () => {
    const contents = await draw(<HelpContents groups={helpContents(locale)} />, locale);
    for (const topic of topics) {
      const html = await draw(<TopicPage topic={topic} />, locale);
      for (const { id } of topic.entries) {
        const link = `href="/help/${topic.id}/${id}"`;
        expect(html, link).toContain(link);
        expect(contents, link).toContain(link);
      }
    }
    for (const { id } of articles) expect(contents).toContain(`href="/help/${id}"`);
  });

  it("finds by title, by the name in documents and by what is said", async () => {
    const find = (words: string) =>
      draw(<HelpContents groups={helpContents(locale)} />, locale, `?q=${encodeURIComponent(words)}`);
    const byName = await find("pseudonymize");
    expect(byName).toContain('href="/help/anonymization/pseudonymize"');
    expect(byName).not.toContain('href="/help/normalizers/trim"');
    expect(await find(locale === "en" ? "nearest value before" : "ближайшим предыдущим")).toContain(
      'href="/help/null-strategies/previous"',
    );
    expect(await find("no such thing at all")).toContain(messages[locale].common.nothingMatches);
  });

  it("draws every article, and a page for what is not there that leads back", async () => {
    for (const article of articles) {
      const html = await draw(<ArticlePage article={article} reader="data-engineer" />, locale);
      for (const { title } of article.sections) expect(html).toContain(escaped(title[locale]));
    }
    expect(await draw(<HelpMissing />, locale)).toContain('href="/help"');
  });

  it("is called in the breadcrumbs as on its pages", () => {
    const titles = Object.fromEntries([...articles, ...topics].map(({ id, title }) => [id, title[locale]]));
    expect(messages[locale].shell.helpTopic).toEqual(titles);
  });

  it("has one address for each page that search finds", () => {
    const links = helpLinks(locale).map(({ href }) => href);
    expect(new Set(links).size).toBe(links.length);
    expect(links.length).toBeGreaterThanOrEqual(310);
  });
});
