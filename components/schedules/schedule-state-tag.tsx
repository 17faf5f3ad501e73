"use client";

import { IconAlertTriangle, IconCircleCheck, IconPlayerPause } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import type { ScheduleView } from "#lib/contracts";
import { Tag, type TagLook } from "../ui/tag.tsx";

export const scheduleStateIds = ["active", "obstacle", "paused"] as const;
type ScheduleState = (typeof scheduleStateIds)[number];

const looks: Readonly<Record<ScheduleState, TagLook>> = {
  active: { tone: "good", icon: IconCircleCheck },
  obstacle: { tone: "warn", icon: IconAlertTriangle },
  paused: { tone: "idle", icon: IconPlayerPause },
};

/** One that is paused has nothing to be refused. */
export const scheduleStateOf = ({ pausedAt, obstacle }: ScheduleView): ScheduleState =>
  pausedAt !== undefined ? "paused" : obstacle === undefined ? "active" : "obstacle";

/** Whether a trigger starts what it is to start. */
export function ScheduleStateTag({ value }: { value: ScheduleState }) {
  const t = useTranslations("triggers.overview");
  return <Tag {...looks[value]}>{t(`state.${value}`)}</Tag>;
}
