"use client";

import { IconAlertTriangle, IconInfoCircle, IconLock, IconTableOff } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import classes from "./state.module.css";

/** A state that is all of its page is its heading too. */
export const titleOf = (isWholePage: boolean) => (isWholePage ? "h1" : "p");

/** Nothing here yet: what this place is for and the next step. */
export function EmptyState({
  title,
  text,
  actions,
  isWholePage = false,
}: {
  title: string;
  text?: ReactNode;
  actions?: ReactNode;
  isWholePage?: boolean;
}) {
  const Title = titleOf(isWholePage);
  return (
    <div className={classes.state}>
      <Title className={classes.title}>
        <IconTableOff size={16} aria-hidden />
        {title}
      </Title>
      {text ? <p className={classes.text}>{text}</p> : null}
      {actions ? <div className={classes.actions}>{actions}</div> : null}
    </div>
  );
}

/** The reader may not see this page, and who can grant it. */
export function ForbiddenState() {
  const t = useTranslations("common");
  return (
    <div className={classes.state}>
      <h1 className={classes.title}>
        <IconLock size={16} aria-hidden />
        {t("forbiddenTitle")}
      </h1>
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
