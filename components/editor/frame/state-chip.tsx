"use client";

import {
  IconAlertTriangle,
  IconCheck,
  IconCloudOff,
  IconLoader2,
  IconLock,
  IconPencil,
} from "@tabler/icons-react";
import { useLocale, useTranslations } from "next-intl";
import type { Locale } from "#lib/kernel";
import { errorSentence } from "../../ui/error-words.tsx";
import { Tag } from "../../ui/tag.tsx";
import { Clock } from "../../ui/time.tsx";
import { useEditor } from "../store/editor-context.tsx";

const looks = {
  saved: { tone: "idle", icon: IconCheck },
  waiting: { tone: "busy", icon: IconPencil },
  saving: { tone: "busy", icon: IconLoader2 },
  offline: { tone: "warn", icon: IconCloudOff },
  conflict: { tone: "bad", icon: IconAlertTriangle },
  refused: { tone: "bad", icon: IconAlertTriangle },
  readOnly: { tone: "idle", icon: IconLock },
} as const;

/** Where the draft stands: nothing is lost, and the chip says so. */
export function StateChip() {
  const t = useTranslations("editor");
  const locale = useLocale() as Locale;
  const { state, mayEdit } = useEditor();
  const isPaused = state.brokenText !== undefined || state.session.conflict !== undefined;
  const shown = mayEdit || isPaused ? state.save : "readOnly";
  const why = shown === "refused" && state.error ? errorSentence(state.error, locale) : undefined;
  return (
    <span role="status" title={why}>
      <Tag {...looks[shown]}>
        {t(`state.${shown}`)}
        {shown === "saved" ? (
          <>
            {" "}
            <Clock at={state.savedAt} />
          </>
        ) : null}
        {why ? `: ${why}` : null}
      </Tag>
    </span>
  );
}
