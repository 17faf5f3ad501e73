"use client";

import { IconBan, IconLock, IconScript, IconStar } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import type { HeldVersion } from "#lib/contracts";
import { Tag } from "../ui/tag.tsx";
import { NotShownTag } from "./not-shown-tag.tsx";

/** What decides about a version's stay, in words. */
export function VersionTags({ version }: { version: HeldVersion }) {
  const t = useTranslations("stores");
  return (
    <span style={{ display: "inline-flex", gap: 4, flexWrap: "wrap" }}>
      {version.isLatest ? (
        <Tag tone="good" icon={IconStar}>
          {t("latest")}
        </Tag>
      ) : null}
      {version.kept ? (
        <Tag tone="busy" icon={IconLock}>
          {t("kept")}
        </Tag>
      ) : null}
      {version.withdrawnAt ? (
        <Tag tone="bad" icon={IconBan}>
          {t("withdrawn")}
        </Tag>
      ) : null}
      {version.byScript ? (
        <Tag tone="idle" icon={IconScript}>
          {t("byScript")}
        </Tag>
      ) : null}
      {version.notShown ? <NotShownTag notShown={version.notShown} /> : null}
    </span>
  );
}
