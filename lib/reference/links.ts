import type { HelpLink } from "#lib/contracts";
import type { Locale } from "#lib/kernel";
import { articles } from "./articles/index.ts";
import type { EntryRef } from "./entry.ts";
import { topics } from "./registries/index.ts";

export const hrefOf = ({ topic, id }: EntryRef): string => `/help/${topic}/${id}`;

/** Links that belong together under one page of Help. */
export interface HelpGroup {
  readonly href: string;
  readonly title: string;
  readonly summary: string;
  readonly links: readonly HelpLink[];
}

/** The contents of Help in a language: pages that no registry makes, with their terms, then each registry. */
export const helpContents = (locale: Locale): readonly HelpGroup[] => [
  ...articles.map((article) => {
    const group = article.title[locale];
    const terms = article.sections.flatMap(({ blocks }) =>
      blocks.flatMap((block) => (block.kind === "terms" ? block.items : [])),
    );
    const href = `/help/${article.id}`;
    return {
      href,
      title: group,
      summary: article.summary[locale],
      links: terms.map(({ id, term, text }) => ({
        href: `${href}#${id}`,
        title: term[locale],
        summary: text[locale],
        group,
      })),
    };
  }),
  ...topics.map(({ id: topic, title, summary, entries }) => ({
    href: `/help/${topic}`,
    title: title[locale],
    summary: summary[locale],
    links: entries.map((entry) => ({
      href: hrefOf({ topic, id: entry.id }),
      title: entry.title[locale],
      id: entry.id,
      summary: entry.summary[locale],
      group: title[locale],
    })),
  })),
];

/** Every page of Help, with its own group first. */
export const helpLinks = (locale: Locale): readonly HelpLink[] =>
  helpContents(locale).flatMap(({ href, title, summary, links }) => [
    { href, title, summary, group: title },
    ...links,
  ]);
