"use client";

import { IconAlertTriangle, IconCheck, IconCloudOff, IconLoader2, IconPencil } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { Tag } from "../ui/tag.tsx";
import { Time } from "../ui/time.tsx";
import type { DraftState } from "./use-draft.ts";

const looks = {
  saved: { tone: "idle", icon: IconCheck },
  saving: { tone: "busy", icon: IconLoader2 },
  waiting: { tone: "busy", icon: IconPencil },
  "not-json": { tone: "warn", icon: IconAlertTriangle },
  conflict: { tone: "bad", icon: IconAlertTriangle },
  offline: { tone: "warn", icon: IconCloudOff },
  refused: { tone: "bad", icon: IconAlertTriangle },
} as const;

/** Where the draft stands: nothing is lost, and the chip says so. */
export function DraftChip({ state, savedAt }: { state: DraftState; savedAt: string }) {
  const t = useTranslations("modules");
  return (
    <span role="status">
      <Tag {...looks[state]}>
        {t(`draftState.${state}`)}
        {state === "saved" ? (
          <>
            {" "}
            <Time at={savedAt} />
          </>
        ) : null}
      </Tag>
    </span>
  );
}
