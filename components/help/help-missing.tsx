"use client";

import { useTranslations } from "next-intl";
import { ButtonLink } from "../ui/button.tsx";
import pageClasses from "../ui/page.module.css";
import { EmptyState } from "../ui/state.tsx";

/** An address under Help where nothing is, and the way back. */
export function HelpMissing() {
  const t = useTranslations("help");
  return (
    <div className={pageClasses.page}>
      <EmptyState
        isWholePage
        title={t("missingTitle")}
        text={t("missingText")}
        actions={<ButtonLink href="/help">{t("contents")}</ButtonLink>}
      />
    </div>
  );
}
