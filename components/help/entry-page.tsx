import { useLocale, useTranslations } from "next-intl";
import type { Locale } from "#lib/kernel";
import type { Entry, Topic } from "#lib/reference";
import { CodeBlock } from "../ui/code-block.tsx";
import { Facts } from "../ui/facts.tsx";
import { Page, Section } from "../ui/page.tsx";
import { PrivacyClassTag } from "../ui/privacy-class-tag.tsx";
import { Notice } from "../ui/state.tsx";
import { AllowedRules, PolicyTable } from "./entry-policy.tsx";
import { ExampleTable } from "./example-table.tsx";
import classes from "./help.module.css";
import { ParameterTable } from "./parameter-table.tsx";
import { Parts, UpLink } from "./parts.tsx";

/** A variant of a registry: what it does, how it is written, what it gives, what it takes, where it may stand. */
export function EntryPage({ topic, entry, keyText }: { topic: Topic; entry: Entry; keyText: string }) {
  const t = useTranslations("help");
  const locale = useLocale() as Locale;
  const { snippet, links = [] } = entry;
  return (
    <Page
      title={entry.title[locale]}
      tags={
        <>
          {entry.title.en === entry.id ? null : <code className={classes.id}>{entry.id}</code>}
          {entry.privacyClass ? <PrivacyClassTag value={entry.privacyClass} /> : null}
        </>
      }
      lead={entry.summary[locale]}
      actions={<UpLink href={`/help/${topic.id}`} text={topic.title[locale]} />}
    >
      <div className={classes.body}>
        {entry.risk ? <Notice title={t("risk")}>{entry.risk[locale]}</Notice> : null}
        {snippet ? (
          <Section title={t("snippet")} hint={snippet.place[locale]}>
            <CodeBlock text={snippet.text} label={t("copySnippet")} wrap />
          </Section>
        ) : null}
        {entry.examples.length > 0 ? (
          <Section title={t("examples")}>
            <ExampleTable examples={entry.examples} />
            {entry.hasKeyedExamples ? (
              <p className={classes.note}>{t("exampleKey", { text: keyText })}</p>
            ) : null}
          </Section>
        ) : null}
        {entry.parameters.length > 0 ? (
          <Section title={t("parameters")}>
            <ParameterTable parameters={entry.parameters} />
          </Section>
        ) : null}
        {entry.allows ? (
          <Section title={t("allows")}>
            <AllowedRules allows={entry.allows} />
          </Section>
        ) : null}
        {entry.facts.length > 0 ? (
          <Section title={t("properties")}>
            <Facts
              items={entry.facts.map(({ name, parts }) => ({
                name: name[locale],
                value: <Parts parts={parts} />,
              }))}
            />
          </Section>
        ) : null}
        {entry.policy ? (
          <Section title={t("policy")} hint={t("policyHint")}>
            <PolicyTable rows={entry.policy} />
          </Section>
        ) : null}
        {links.length > 0 ? (
          <Section title={t("links")}>
            <ul className={classes.prose}>
              {links.map(({ title, href }) => (
                <li key={href}>
                  <a href={href} rel="noreferrer">
                    {title}
                  </a>
                </li>
              ))}
            </ul>
          </Section>
        ) : null}
      </div>
    </Page>
  );
}
