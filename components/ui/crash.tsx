"use client";

import { useTranslations } from "next-intl";
import { Button } from "./button.tsx";
import pageClasses from "./page.module.css";
import { Notice } from "./state.tsx";

/** A page that failed while it was drawn. */
export function Crash({ digest, again }: { digest?: string; again: () => void }) {
  const t = useTranslations("common");
  return (
    <div className={pageClasses.page}>
      <Notice tone="error" title={t("crashedTitle")} actions={<Button onClick={again}>{t("retry")}</Button>}>
        {t("crashedText")}
        {digest ? (
          <>
            {" "}
            {t("reference")} <code>{digest}</code>
          </>
        ) : null}
      </Notice>
    </div>
  );
}
