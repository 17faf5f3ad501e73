"use client";

import { IconArrowsMove, IconMinus, IconPencil, IconPlus, IconShieldExclamation } from "@tabler/icons-react";
import { useLocale, useTranslations } from "next-intl";
import type { DocumentChangeView } from "#lib/contracts";
import type { Locale } from "#lib/kernel";
import { Tag } from "../ui/tag.tsx";
import classes from "./changes-list.module.css";

const looks = {
  added: { tone: "good", icon: IconPlus },
  removed: { tone: "bad", icon: IconMinus },
  changed: { tone: "warn", icon: IconPencil },
  moved: { tone: "idle", icon: IconArrowsMove },
} as const;

/** What changed in meaning, one line a change; values of classed columns never show. */
export function ChangesList({ changes }: { changes: readonly DocumentChangeView[] }) {
  const t = useTranslations("modules");
  const locale = useLocale() as Locale;
  if (changes.length === 0) return <p style={{ color: "var(--ink-3)", margin: 0 }}>{t("noChanges")}</p>;
  return (
    <ul className={classes.list}>
      {changes.map((change, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two changes may read alike
        <li key={`${change.path.join("/")}:${index}`} className={classes.change}>
          <span>
            <Tag {...looks[change.action]}>{t(`change.${change.action}`)}</Tag>
          </span>
          <span>
            {change.text[locale]}{" "}
            {change.deciding ? (
              <IconShieldExclamation
                size={14}
                color="var(--warn)"
                aria-label={t("deciding")}
                style={{ verticalAlign: "-2px" }}
              />
            ) : null}
            <div>
              <code className={classes.path}>{change.path.join("/")}</code>
            </div>
            {change.before !== undefined || change.after !== undefined ? (
              <span className={classes.pair}>
                {change.before === undefined ? null : <code className={classes.old}>{change.before}</code>}
                {change.after === undefined ? null : <code className={classes.new}>{change.after}</code>}
              </span>
            ) : null}
          </span>
        </li>
      ))}
    </ul>
  );
}
