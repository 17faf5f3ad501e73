"use client";

import { type Icon, IconX } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { IconButton } from "../ui/icon-button.tsx";
import { Link } from "../ui/link.tsx";
import { Ago } from "../ui/time.tsx";
import classes from "./inbox-list.module.css";

export interface InboxItem {
  readonly key: string;
  readonly icon: Icon;
  readonly color: string;
  readonly title: string;
  readonly detail: ReactNode;
  readonly at: string;
  readonly href: string;
  readonly verb: string;
  /** Takes it away, where nothing else settles it. */
  readonly putAway?: () => void;
}

/** What waits for somebody, each a link to where it is settled. */
export function InboxList({ items }: { items: readonly InboxItem[] }) {
  const t = useTranslations("triggers");
  return (
    <ul className={classes.list}>
      {items.map((item) => (
        <li key={item.key} className={item.putAway ? classes.withButton : undefined}>
          <Link href={item.href} className={classes.item}>
            <item.icon size={17} color={item.color} aria-hidden />
            <span style={{ minWidth: 0 }}>
              <div className={classes.title}>{item.title}</div>
              {item.detail ? <div className={classes.detail}>{item.detail}</div> : null}
            </span>
            <span className={classes.at}>
              <Ago at={item.at} />
            </span>
            <span className={classes.verb}>{item.verb}</span>
          </Link>
          {item.putAway ? (
            <IconButton label={t("putAway")} size={28} onClick={item.putAway}>
              <IconX size={15} />
            </IconButton>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
