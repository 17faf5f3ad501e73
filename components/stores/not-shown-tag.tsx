"use client";

import { IconEyeOff } from "@tabler/icons-react";
import { useLocale, useTranslations } from "next-intl";
import type { NotShown } from "#lib/contracts";
import type { Locale } from "#lib/kernel";
import { Tag } from "../ui/tag.tsx";
import { Time } from "../ui/time.tsx";

/** That readers of a store do not see a version yet, when that was tried last, and why it did not succeed. */
export function NotShownTag({ notShown: { triedAt, failure } }: { notShown: NotShown }) {
  const t = useTranslations("stores");
  const locale = useLocale() as Locale;
  return (
    <span style={{ display: "grid", gap: 4, justifyItems: "start" }}>
      <Tag tone="bad" icon={IconEyeOff}>
        {t("notShown")}
      </Tag>
      {triedAt ? (
        <span>
          {t("notShownTried")} <Time at={triedAt} />
        </span>
      ) : null}
      {failure ? <span style={{ color: "var(--bad)" }}>{failure[locale]}</span> : null}
    </span>
  );
}
