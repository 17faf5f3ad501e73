"use client";

import { IconPlayerSkipForward } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import type { TickState } from "#lib/contracts";
import { runStateLooks } from "../ui/run-state-tag.tsx";
import { Tag, type TagLook } from "../ui/tag.tsx";

/** As the run that it starts, where there is one. */
const looks: Readonly<Record<TickState, TagLook>> = {
  ...runStateLooks,
  waiting: runStateLooks.queued,
  skipped: { tone: "warn", icon: IconPlayerSkipForward },
};

/** What came of something that a trigger had to do. */
export function TickStateTag({ value }: { value: TickState }) {
  const t = useTranslations("triggers");
  return <Tag {...looks[value]}>{t(`tick.${value}`)}</Tag>;
}
