"use client";

import { Button } from "@mantine/core";
import Link from "next/link";
import { useTranslations } from "next-intl";
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
        actions={
          <Button component={Link} href="/">
            {t("goHome")}
          </Button>
        }
      />
    </div>
  );
}
