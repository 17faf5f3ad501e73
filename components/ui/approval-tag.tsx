"use client";

import {
  type Icon,
  IconCircleCheck,
  IconCircleDashed,
  IconClockPause,
  IconEye,
  IconMessage2Exclamation,
  IconPencil,
} from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import type { ApprovalState } from "#lib/contracts";
import { Tag, type Tone } from "./tag.tsx";

const looks: Readonly<Record<ApprovalState, { tone: Tone; icon: Icon }>> = {
  "no-revision": { tone: "idle", icon: IconCircleDashed },
  draft: { tone: "idle", icon: IconPencil },
  "in-review": { tone: "busy", icon: IconEye },
  "changes-requested": { tone: "warn", icon: IconMessage2Exclamation },
  approved: { tone: "good", icon: IconCircleCheck },
  stale: { tone: "warn", icon: IconClockPause },
};

export function ApprovalTag({ value }: { value: ApprovalState }) {
  const t = useTranslations("common");
  return <Tag {...looks[value]}>{t(`approval.${value}`)}</Tag>;
}
