"use client";

import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ErrorText } from "./error-text.tsx";
import type { AnyError } from "./known-error.ts";
import { RuleName } from "./rule-name.tsx";
import classes from "./state.module.css";
import { titleOf } from "./state.tsx";

/** What went wrong, where, and what to do. */
export function ErrorState({
  error,
  actions,
  isWholePage = false,
}: {
  error: AnyError;
  actions?: ReactNode;
  isWholePage?: boolean;
}) {
  const Title = titleOf(isWholePage);
  const t = useTranslations("common");
  return (
    <div className={`${classes.state} ${classes.error} ${classes.slim}`} role="alert">
      <Title className={classes.title}>
        <IconAlertTriangle size={16} aria-hidden />
        <ErrorText error={error} />
      </Title>
      <p className={classes.text}>
        {t("errorCode")} <RuleName topic="errors" id={error.code} />
      </p>
      {actions ? <div className={classes.actions}>{actions}</div> : null}
    </div>
  );
}
