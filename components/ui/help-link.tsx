"use client";

import { IconHelp } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import type { HelpArticleId } from "#lib/contracts";
import { Link } from "./link.tsx";

/** Leads to what Help says about a part of a page. */
export function HelpLink({ article }: { article: HelpArticleId }) {
  const t = useTranslations("shell");
  return (
    <Link
      href={`/help/${article}`}
      prefetch={false}
      style={{ display: "inline-flex", gap: 4, alignItems: "center", fontWeight: 400 }}
    >
      <IconHelp size={14} aria-hidden />
      {t(`helpTopic.${article}`)}
    </Link>
  );
}
