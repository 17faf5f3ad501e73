"use client";

import { IconX } from "@tabler/icons-react";
import { useLocale, useTranslations } from "next-intl";
import type { Locale } from "#lib/kernel";
import { IconButton } from "../../../ui/icon-button.tsx";
import classes from "../columns-view.module.css";
import type { Outcome } from "../model/edits.ts";

/** More would hide the grid; the count tells of all. */
const most = 100;

/** What something was not done for, each with the reason. */
export function RestList({ outcome, close }: { outcome: Outcome; close: () => void }) {
  const t = useTranslations("editor.grid");
  const common = useTranslations("common");
  const locale = useLocale() as Locale;
  const { done, rest } = outcome;
  return (
    <section className={classes.rest} role="status">
      <div className={classes.restHead}>
        {t("restTitle", { done: done.length, rest: rest.length })}
        <IconButton size={24} label={common("close")} onClick={close}>
          <IconX size={14} />
        </IconButton>
      </div>
      <ul>
        {rest.slice(0, most).map(({ row, why }) => (
          <li key={row.id}>
            <code>
              {row.table}.{row.column}
            </code>
            : {why[locale]}
          </li>
        ))}
      </ul>
    </section>
  );
}
