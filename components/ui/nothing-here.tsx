"use client";

import { useTranslations } from "next-intl";
import { ButtonLink } from "./button.tsx";
import pageClasses from "./page.module.css";
import { EmptyState } from "./state.tsx";

/** An address where nothing is. */
export function NothingHere() {
  const t = useTranslations("common");
  return (
    <div className={pageClasses.page}>
      <EmptyState
        isWholePage
        title={t("notFoundTitle")}
        text={t("notFoundText")}
        actions={<ButtonLink href="/">{t("goHome")}</ButtonLink>}
      />
    </div>
  );
}
