"use client";

import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { helpArticleIds, helpTopicIds } from "#lib/contracts";
import { Link } from "../ui/link.tsx";
import classes from "./shell.module.css";

const sections = [
  "modules",
  "versions",
  "runs",
  "schedules",
  "sources",
  "stores",
  "environments",
  "users",
  "keys",
  "audit",
  "space",
  "python",
  "help",
  "new",
  "edit",
  "quarantine",
  "output",
  "schedule",
] as const;
const topics = [...helpArticleIds, ...helpTopicIds];
type Section = (typeof sections)[number];

/** Addresses that are no page of their own: their crumb leads nowhere. */
const isPage = (href: string): boolean => !/^\/modules\/[^/]+\/versions$/.test(href);

/** Where this page stands, from its address. */
export function Breadcrumbs() {
  const t = useTranslations("shell");
  const path = usePathname();
  const parts = path.split("/").filter(Boolean).map(decodeURIComponent);
  const crumbs = parts.map((part, index) => ({
    href: `/${parts
      .slice(0, index + 1)
      .map(encodeURIComponent)
      .join("/")}`,
    text: wordOf(part, index),
  }));
  function wordOf(part: string, index: number): string {
    const section = sections.find((known) => known === part) satisfies Section | undefined;
    if (section !== undefined && (index === 0 || index >= 2 || section === "new"))
      return t(`page.${section}`);
    const topic = topics.find((known) => known === part);
    if (parts[0] === "help" && index === 1 && topic !== undefined) return t(`helpTopic.${topic}`);
    if (parts[0] === "runs" && index === 1) return part.slice(0, 8);
    return part;
  }
  return (
    <nav aria-label={t("breadcrumbs")} style={{ flex: "1 1 auto", minWidth: 0 }}>
      <ol className={classes.crumbs}>
        {crumbs.length === 0 ? <li aria-current="page">{t("page.home")}</li> : null}
        {crumbs.map((crumb, index) => (
          <li key={crumb.href}>
            {index > 0 ? <span aria-hidden>/</span> : null}
            {index === crumbs.length - 1 ? (
              <span aria-current="page">{crumb.text}</span>
            ) : isPage(crumb.href) ? (
              <Link href={crumb.href}>{crumb.text}</Link>
            ) : (
              <span>{crumb.text}</span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
