import { useLocale, useTranslations } from "next-intl";
import type { Role } from "#lib/access";
import type { Locale } from "#lib/kernel";
import type { Article, Block } from "#lib/reference";
import { editorScopes } from "../shell/keys/shortcuts.ts";
import { ShortcutList } from "../shell/shortcut-list.tsx";
import { CodeBlock } from "../ui/code-block.tsx";
import { Page, Section } from "../ui/page.tsx";
import classes from "./help.module.css";
import { UpLink } from "./parts.tsx";

function BlockView({ block, reader }: { block: Block; reader: Role }) {
  const locale = useLocale() as Locale;
  switch (block.kind) {
    case "text":
      return <p>{block.text[locale]}</p>;
    case "list": {
      const items = block.items.map((item) => <li key={item.en}>{item[locale]}</li>);
      return block.isOrdered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
    case "terms":
      return (
        <dl className={classes.terms}>
          {block.items.map(({ id, term, text }) => (
            <div key={id}>
              <dt id={id}>{term[locale]}</dt>
              <dd>{text[locale]}</dd>
            </div>
          ))}
        </dl>
      );
    case "code":
      return (
        <div className={classes.code}>
          <CodeBlock text={block.code} label={block.label[locale]} />
        </div>
      );
    case "picture":
      return (
        <figure className={classes.picture}>
          {/* biome-ignore lint/performance/noImgElement: as it was drawn, from the same server */}
          <img src={block.source} width={1440} height={900} loading="lazy" alt={block.text[locale]} />
          <figcaption>{block.text[locale]}</figcaption>
        </figure>
      );
    case "shortcuts":
      return <ShortcutList role={reader} {...(block.isEditor ? { scopes: editorScopes } : {})} />;
  }
}

/** A page of Help that no registry makes. */
export function ArticlePage({ article, reader }: { article: Article; reader: Role }) {
  const t = useTranslations("help");
  const locale = useLocale() as Locale;
  return (
    <Page
      title={article.title[locale]}
      lead={article.summary[locale]}
      actions={<UpLink href="/help" text={t("title")} />}
    >
      <div className={classes.prose}>
        {article.sections.map(({ id, title, blocks }) => (
          <Section key={id} title={title[locale]}>
            {blocks.map((block, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: blocks of an article never move
              <BlockView key={at} block={block} reader={reader} />
            ))}
          </Section>
        ))}
      </div>
    </Page>
  );
}
