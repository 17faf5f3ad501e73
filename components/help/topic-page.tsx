import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import type { Locale } from "#lib/kernel";
import type { Topic } from "#lib/reference";
import { Page } from "../ui/page.tsx";
import { PrivacyClassTag } from "../ui/privacy-class-tag.tsx";
import classes from "./help.module.css";
import { HelpTable } from "./help-table.tsx";
import { UpLink } from "./parts.tsx";

/** A registry: every variant with what it does. */
export function TopicPage({ topic }: { topic: Topic }) {
  const t = useTranslations("help");
  const locale = useLocale() as Locale;
  const isNamed = topic.entries.some((entry) => entry.title.en !== entry.id);
  return (
    <Page
      title={topic.title[locale]}
      lead={topic.summary[locale]}
      actions={<UpLink href="/help" text={t("title")} />}
    >
      <div className={classes.body}>
        <HelpTable
          label={topic.title[locale]}
          headers={[t("name"), ...(isNamed ? [t("inDocument")] : []), t("what")]}
          rows={topic.entries.map((entry) => ({
            key: entry.id,
            cells: [
              <Link key="name" href={`/help/${topic.id}/${entry.id}`} prefetch={false}>
                {isNamed ? entry.title[locale] : <code>{entry.id}</code>}
              </Link>,
              ...(isNamed
                ? [
                    <code key="id" className={classes.name}>
                      {entry.id}
                    </code>,
                  ]
                : []),
              entry.privacyClass ? (
                <PrivacyClassTag key="class" value={entry.privacyClass} />
              ) : (
                entry.summary[locale]
              ),
            ],
          }))}
        />
      </div>
    </Page>
  );
}
