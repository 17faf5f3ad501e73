"use client";

import { type Icon, IconAlertTriangle, IconInfoCircle, IconLock, IconTableOff } from "@tabler/icons-react";
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
  icon: Picture = IconTableOff,
  isWholePage = false,
}: {
  title: string;
  text?: ReactNode;
  actions?: ReactNode;
  /** Of what there is none of; a table unless said. */
  icon?: Icon;
  isWholePage?: boolean;
}) {
  const Title = titleOf(isWholePage);
  return (
    <div className={classes.state}>
      <Title className={classes.title}>
        <Picture size={16} aria-hidden />
        {title}
      </Title>
      {text ? <p className={classes.text}>{text}</p> : null}
      {actions ? <div className={classes.actions}>{actions}</div> : null}
    </div>
  );
}

/** The reader may not see this page, who can grant it, and where to go instead. */
export function ForbiddenState({
  title,
  text,
  actions,
}: {
  title?: string;
  text?: string;
  actions?: ReactNode;
}) {
  const t = useTranslations("common");
  return (
    <div className={classes.state}>
      <h1 className={classes.title}>
        <IconLock size={16} aria-hidden />
        {title ?? t("forbiddenTitle")}
      </h1>
      <p className={classes.text}>{text ?? t("forbiddenText")}</p>
      {actions ? <div className={classes.actions}>{actions}</div> : null}
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
