"use client";

import { useTranslations } from "next-intl";
import type { HelpLink } from "#lib/contracts";
import type { HelpGroup } from "#lib/reference";
import { Link } from "../ui/link.tsx";
import { ListFilter, matches, useListFilter } from "../ui/list-filter.tsx";
import { Page } from "../ui/page.tsx";
import { EmptyState } from "../ui/state.tsx";
import classes from "./help.module.css";

/** Everything in Help under its heading; words in the filter search titles, names in documents and what is said of them. */
export function HelpContents({ groups }: { groups: readonly HelpGroup[] }) {
  const t = useTranslations("help");
  const [filter] = useListFilter();
  const isSearching = filter.trim() !== "";
  return (
    <Page title={t("title")} lead={t("lead")}>
      <search>
        <ListFilter />
      </search>
      {isSearching ? <Found links={linksThatFit(groups, filter)} /> : <Groups groups={groups} />}
    </Page>
  );
}

/** Pages to read side by side first, then what has a list of its own. */
function Groups({ groups }: { groups: readonly HelpGroup[] }) {
  const [plain, lists] = [false, true].map((hasLinks) =>
    groups.filter(({ links }) => links.length > 0 === hasLinks),
  );
  return (
    <>
      <div className={classes.articles}>
        {plain?.map((group) => (
          <Group key={group.href} group={group} />
        ))}
      </div>
      {lists?.map((group) => (
        <Group key={group.href} group={group} />
      ))}
    </>
  );
}

const linksThatFit = (groups: readonly HelpGroup[], filter: string): readonly HelpLink[] =>
  groups
    .flatMap(({ href, title, summary, links }) => [{ href, title, summary, group: title }, ...links])
    .filter((link: HelpLink) => matches(filter, link.title, link.id, link.summary, link.group));

function Group({ group: { href, title, summary, links } }: { group: HelpGroup }) {
  return (
    <section className={classes.group}>
      <h2 className={classes.groupTitle}>
        <Link href={href} prefetch={false}>
          {title}
        </Link>
      </h2>
      <p className={classes.groupText}>{summary}</p>
      {links.length > 0 ? (
        <ul className={classes.links}>
          {links.map((link) => (
            <li key={link.href}>
              <Link href={link.href} prefetch={false} title={link.title}>
                {link.title}
              </Link>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}

function Found({ links }: { links: readonly HelpLink[] }) {
  const t = useTranslations("help");
  const common = useTranslations("common");
  if (links.length === 0) return <EmptyState title={common("nothingMatches")} />;
  return (
    <>
      <p role="status" className={classes.groupText}>
        {t("found", { count: links.length })}
      </p>
      <ul className={classes.found}>
        {links.map((link) => (
          <li key={link.href}>
            <Link href={link.href} prefetch={false}>
              {link.title}
            </Link>{" "}
            {link.id && link.id !== link.title ? <code>{link.id}</code> : null}{" "}
            <span className={classes.foundGroup}>{link.group === link.title ? null : link.group}</span>
            <p className={classes.foundText}>{link.summary}</p>
          </li>
        ))}
      </ul>
    </>
  );
}
