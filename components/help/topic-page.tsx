import { useLocale, useTranslations } from "next-intl";
import type { Locale } from "#lib/kernel";
import type { Entry, Topic } from "#lib/reference";
import { Link } from "../ui/link.tsx";
import { Page } from "../ui/page.tsx";
import { PrivacyClassTag } from "../ui/privacy-class-tag.tsx";
import classes from "./help.module.css";
import { HelpTable } from "./help-table.tsx";
import { UpLink } from "./parts.tsx";

/** Functions and errors are called what documents and logs call them. */
const isNamed = ({ id, title }: Entry): boolean => title.en !== id;

/** A registry: every variant with what it does. */
export function TopicPage({ topic }: { topic: Topic }) {
  const t = useTranslations("help");
  const locale = useLocale() as Locale;
  return (
    <Page
      title={topic.title[locale]}
      lead={topic.summary[locale]}
      actions={<UpLink href="/help" text={t("title")} />}
    >
      <div className={classes.body}>
        <HelpTable
          label={topic.title[locale]}
          headers={[t("name"), t("what")]}
          rows={topic.entries.map((entry) => ({
            key: entry.id,
            cells: [
              <div key="name" className={classes.name}>
                <Link href={`/help/${topic.id}/${entry.id}`} prefetch={false}>
                  {isNamed(entry) ? entry.title[locale] : <code>{entry.id}</code>}
                </Link>
                {isNamed(entry) ? <code className={classes.under}>{entry.id}</code> : null}
              </div>,
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
