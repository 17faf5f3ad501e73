"use client";

import { IconAlertTriangle, IconCircleCheck, IconX } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { Button } from "./button.tsx";
import { IconButton } from "./icon-button.tsx";
import { dismissNotice, shortNotices } from "./notices.ts";
import classes from "./notices-corner.module.css";

/** Where short notices appear; the frame is always there, so that a screen reader hears what comes into it. */
export function NoticesCorner() {
  const t = useTranslations("common");
  const notices = useSyncExternalStore(shortNotices.subscribe, shortNotices.now, shortNotices.onServer);
  return (
    <div className={classes.corner} aria-live="polite">
      {notices.map((one) => (
        <div key={one.id} className={classes.notice}>
          {one.tone === "good" ? (
            <IconCircleCheck size={18} color="var(--good)" aria-hidden />
          ) : (
            <IconAlertTriangle size={18} color="var(--bad)" aria-hidden />
          )}
          <span className={classes.text}>{one.text}</span>
          {one.action ? (
            <Button
              variant="subtle"
              size="compact"
              onClick={() => {
                one.action?.run();
                dismissNotice(one.id);
              }}
            >
              {one.action.text}
            </Button>
          ) : null}
          <IconButton label={t("close")} size={24} onClick={() => dismissNotice(one.id)}>
            <IconX size={14} />
          </IconButton>
        </div>
      ))}
    </div>
  );
}
