"use client";

import {
  IconAlertTriangle,
  IconBan,
  IconCircleCheck,
  IconClock,
  IconLoader2,
  IconRefresh,
} from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import type { RunState } from "#lib/contracts";
import { Tag, type TagLook } from "./tag.tsx";

/** How each state looks, wherever it is shown. */
export const runStateLooks: Readonly<Record<RunState, TagLook>> = {
  queued: { tone: "idle", icon: IconClock },
  running: { tone: "busy", icon: IconLoader2, spin: true },
  retrying: { tone: "warn", icon: IconRefresh },
  cancelling: { tone: "warn", icon: IconBan },
  cancelled: { tone: "idle", icon: IconBan },
  failed: { tone: "bad", icon: IconAlertTriangle },
  succeeded: { tone: "good", icon: IconCircleCheck },
};

export function RunStateTag({ value }: { value: RunState }) {
  const t = useTranslations("common");
  return <Tag {...runStateLooks[value]}>{t(`runState.${value}`)}</Tag>;
}
