"use client";

import {
  type Icon,
  IconAlertTriangle,
  IconBan,
  IconCircleCheck,
  IconClock,
  IconLoader2,
  IconPlayerSkipForward,
  IconRefresh,
} from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import type { TickState } from "#lib/contracts";
import { Tag, type Tone } from "../ui/tag.tsx";

const looks: Readonly<Record<TickState, { tone: Tone; icon: Icon; spin?: boolean }>> = {
  waiting: { tone: "idle", icon: IconClock },
  running: { tone: "busy", icon: IconLoader2, spin: true },
  retrying: { tone: "warn", icon: IconRefresh },
  succeeded: { tone: "good", icon: IconCircleCheck },
  failed: { tone: "bad", icon: IconAlertTriangle },
  cancelled: { tone: "idle", icon: IconBan },
  skipped: { tone: "warn", icon: IconPlayerSkipForward },
};

/** What came of something that a trigger had to do. */
export function TickStateTag({ value }: { value: TickState }) {
  const t = useTranslations("triggers");
  return <Tag {...looks[value]}>{t(`tick.${value}`)}</Tag>;
}
