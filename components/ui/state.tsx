"use client";

import { IconAlertTriangle, IconInfoCircle, IconLock, IconTableOff } from "@tabler/icons-react";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { errorMessage, type Locale } from "#lib/kernel";
import { type AnyError, knownError } from "./known-error.ts";
import classes from "./state.module.css";

/** Nothing here yet: what this place is for and the next step. */
export function EmptyState({
  title,
  text,
  actions,
}: {
  title: string;
  text?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className={classes.state}>
      <p className={classes.title}>
        <IconTableOff size={16} aria-hidden />
        {title}
      </p>
      {text ? <p className={classes.text}>{text}</p> : null}
      {actions ? <div className={classes.actions}>{actions}</div> : null}
    </div>
  );
}

/** What went wrong, where, and what to do. */
export function ErrorState({ error, actions }: { error: AnyError; actions?: ReactNode }) {
  const locale = useLocale() as Locale;
  const t = useTranslations("common");
  return (
    <div className={`${classes.state} ${classes.error} ${classes.slim}`} role="alert">
      <p className={classes.title}>
        <IconAlertTriangle size={16} aria-hidden />
        {errorMessage(knownError(error), locale)}
      </p>
      <p className={classes.text}>
        {t("errorCode")} <code>{error.code}</code>
      </p>
      {actions ? <div className={classes.actions}>{actions}</div> : null}
    </div>
  );
}

/** The reader may not see this, and who can grant it. */
export function ForbiddenState() {
  const t = useTranslations("common");
  return (
    <div className={classes.state}>
      <p className={classes.title}>
        <IconLock size={16} aria-hidden />
        {t("forbiddenTitle")}
      </p>
      <p className={classes.text}>{t("forbiddenText")}</p>
    </div>
  );
}

/** Something the reader should know before going on. */
export function Notice({
  tone = "note",
  title,
  children,
  actions,
}: {
  tone?: "note" | "warn" | "error";
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  const Picture = tone === "note" ? IconInfoCircle : IconAlertTriangle;
  return (
    <div
      className={`${classes.state} ${classes[tone]} ${classes.slim}`}
      role={tone === "error" ? "alert" : "note"}
    >
      <p className={classes.title}>
        <Picture size={16} aria-hidden />
        {title}
      </p>
      {children ? <div className={classes.text}>{children}</div> : null}
      {actions ? <div className={classes.actions}>{actions}</div> : null}
    </div>
  );
}
