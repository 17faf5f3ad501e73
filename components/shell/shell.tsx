"use client";

import { IconMenu2, IconSearch, IconX } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import type { Role } from "#lib/access";
import { IconButton } from "../ui/icon-button.tsx";
import { Link } from "../ui/link.tsx";
import { Breadcrumbs } from "./breadcrumbs.tsx";
import { useKeyText } from "./keys/key-caps.tsx";
import { showShortcuts, useShortcutsAsked } from "./keys/scopes.ts";
import { LanguageSwitch } from "./language-switch.tsx";
import { Mark } from "./mark.tsx";
import { navigationFor } from "./navigation.ts";
import classes from "./shell.module.css";
import { ThemeSwitch } from "./theme-switch.tsx";
import { useShortcuts } from "./use-shortcuts.ts";
import { UserMenu } from "./user-menu.tsx";

// Loaded when first asked for: most pages are read without them.
const CommandPalette = dynamic(() => import("./command-palette.tsx").then((file) => file.CommandPalette), {
  ssr: false,
});
const ShortcutHelp = dynamic(() => import("./shortcut-help.tsx").then((file) => file.ShortcutHelp), {
  ssr: false,
});

export interface ShellUser {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  /** Signed in on behalf of this person, by an administrator. */
  readonly impersonated?: boolean;
}

const groups = ["work", "set-up", "oversight", "help"] as const;
/** Those that a heading would tell nothing of. */
const plainGroups = ["work", "help"] as const;

/** What surrounds every page of a signed-in person: navigation by role, breadcrumbs, ⌘K, theme, language, themselves. */
export function Shell({
  user,
  waiting = 0,
  children,
}: {
  user: ShellUser;
  /** How much waits for this person; shown beside the inbox. */
  waiting?: number;
  children: ReactNode;
}) {
  const t = useTranslations("shell");
  const path = usePathname();
  const [isOpen, setOpen] = useState(false);
  const helpAsked = useShortcutsAsked();
  const [helpClosed, closeHelp] = useState(helpAsked);
  const [searches, setSearches] = useState(0);
  const search = () => {
    // It is loaded first: what is typed meanwhile is no shortcut of what has the focus.
    if (searches === 0 && document.activeElement instanceof HTMLElement) document.activeElement.blur();
    setSearches((count) => count + 1);
  };
  const navigation = navigationFor(user.role);
  const keyText = useKeyText();
  const searchKeys = keyText("search") ?? "";
  useShortcuts({ navigation, showHelp: showShortcuts, search });
  return (
    <>
      <a href="#content" className={classes.skip}>
        {t("skip")}
      </a>
      <header className={classes.header}>
        <span className={classes.burger}>
          <IconButton
            label={t("menu")}
            aria-expanded={isOpen}
            aria-controls="navigation"
            onClick={() => setOpen(!isOpen)}
          >
            {isOpen ? <IconX size={20} /> : <IconMenu2 size={20} />}
          </IconButton>
        </span>
        <Link href="/" className={classes.brand} aria-label="ETL-Express">
          <Mark />
          <span className={classes.brandName}>ETL-Express</span>
        </Link>
        <Breadcrumbs />
        <button type="button" className={classes.search} onClick={search}>
          <IconSearch size={15} aria-hidden />
          <span className={classes.searchText}>{t("search")}</span>
          <kbd className={classes.searchKeys} aria-hidden>
            {searchKeys}
          </kbd>
        </button>
        <LanguageSwitch />
        <ThemeSwitch />
        <UserMenu user={user} showHelp={showShortcuts} />
      </header>
      <nav
        id="navigation"
        aria-label={t("navigation")}
        className={`${classes.nav} ${isOpen ? classes.navOpen : ""}`}
      >
        {groups.map((group) => {
          const inGroup = navigation.filter((item) => item.group === group);
          return inGroup.length === 0 ? null : (
            <div key={group} className={group === "help" ? classes.last : undefined}>
              {isPlain(group) ? null : <p className={classes.group}>{t(`group.${group}`)}</p>}
              <ul>
                {inGroup.map((item) => (
                  <li key={item.id}>
                    <Link
                      href={item.href}
                      className={classes.item}
                      aria-current={isHere(path, item.href) ? "page" : undefined}
                      onClick={() => setOpen(false)}
                    >
                      <item.icon size={17} stroke={1.7} aria-hidden />
                      {t(`page.${item.id}`)}
                      {item.id === "home" && waiting > 0 ? (
                        <span className={classes.count}>{waiting}</span>
                      ) : null}
                    </Link>
                  </li>
                ))}
              </ul>
            </div>
          );
        })}
        <div className={classes.foot}>{t("shortcutHint", { keys: keyText("shortcuts") ?? "" })}</div>
      </nav>
      <main id="content" tabIndex={-1} className={classes.main}>
        {children}
      </main>
      {searches > 0 ? (
        <CommandPalette navigation={navigation} role={user.role} showHelp={showShortcuts} asked={searches} />
      ) : null}
      {helpAsked > 0 ? (
        <ShortcutHelp isOpen={helpAsked > helpClosed} close={() => closeHelp(helpAsked)} role={user.role} />
      ) : null}
    </>
  );
}

const isPlain = (group: (typeof groups)[number]): group is (typeof plainGroups)[number] =>
  plainGroups.some((one) => one === group);

const isHere = (path: string, href: string): boolean =>
  href === "/" ? path === "/" : path === href || path.startsWith(`${href}/`);
