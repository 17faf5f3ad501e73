"use client";

import {
  IconAlertTriangle,
  IconArrowDown,
  IconCircleX,
  IconDownload,
  IconInfoCircle,
} from "@tabler/icons-react";
import { useLocale, useTranslations } from "next-intl";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useEffect, useMemo, useRef, useState } from "react";
import type { RunEvent } from "#lib/contracts";
import type { Locale } from "#lib/kernel";
import { TextField } from "../fields/text-field.tsx";
import { Button } from "../ui/button.tsx";
import { saveFile } from "../ui/save-file.ts";
import { SegmentedControl } from "../ui/segmented-control.tsx";
import { ClockTime } from "../ui/time.tsx";
import { useWindow } from "../ui/use-window.ts";
import { eventText } from "./event-text.ts";
import classes from "./run-log.module.css";

/** Fixed, in pixels: lines of unlike heights scroll badly when drawn as they come into sight. */
const lineHeight = 24;
const levels = ["all", "warning", "error"] as const;
const pictures = { info: IconInfoCircle, warning: IconAlertTriangle, error: IconCircleX } as const;

/** The whole log of a run: searched as a whole, filtered by level, following the end until the reader scrolls up. */
export function RunLog({ events, runId }: { events: readonly RunEvent[]; runId: string }) {
  const t = useTranslations("runs");
  const common = useTranslations("common");
  const locale = useLocale() as Locale;
  const [{ level, q }, setFilter] = useQueryStates(
    { level: parseAsStringLiteral(levels).withDefault("all"), q: parseAsString.withDefault("") },
    { history: "replace" },
  );
  const [isFollowing, setFollowing] = useState(true);
  const frame = useRef<HTMLDivElement>(null);
  const lines = useMemo(
    () =>
      events
        .filter((event) => event.kind !== "progress")
        .map((event) => ({ event, text: eventText(event, locale) }))
        .filter(
          ({ event }) =>
            level === "all" || event.level === level || (level === "warning" && event.level === "error"),
        )
        .filter(
          ({ text, event }) =>
            q === "" ||
            `${text} ${event.stage ?? ""} ${event.table ?? ""}`.toLowerCase().includes(q.toLowerCase()),
        ),
    [events, level, locale, q],
  );
  const rows = useWindow({ frame, count: lines.length, size: lineHeight, lead: 0, beyond: 20 });
  const count = lines.length;
  useEffect(() => {
    if (isFollowing && count > 0) frame.current?.scrollTo({ top: count * lineHeight });
  }, [count, isFollowing]);
  const onScroll = () => {
    const at = frame.current;
    if (at) setFollowing(at.scrollHeight - at.scrollTop - at.clientHeight < 32);
  };
  const download = () => {
    const text = events
      .map((event) => `${event.at} ${event.level} ${event.stage ?? "-"} ${eventText(event, locale)}`)
      .join("\n");
    saveFile(`run-${runId}.log`, "text/plain", text);
  };
  return (
    <div>
      <div className={classes.bar}>
        <SegmentedControl
          value={level}
          onChange={(value) => setFilter({ level: levels.find((one) => one === value) ?? "all" })}
          data={levels.map((value) => ({ value, label: t(`level.${value}`) }))}
          label={t("levelLabel")}
        />
        <div style={{ width: 220 }}>
          <TextField
            isSmall
            value={q}
            data-filter
            placeholder={t("searchLog")}
            aria-label={t("searchLog")}
            onChange={(event) => setFilter({ q: event.currentTarget.value })}
          />
        </div>
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconDownload size={15} />}
          onClick={download}
          style={{ marginLeft: "auto" }}
        >
          {t("downloadLog")}
        </Button>
      </div>
      <div className={classes.wrap}>
        <div
          className={classes.log}
          ref={frame}
          onScroll={onScroll}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
          tabIndex={0}
          role="log"
          aria-label={t("log")}
          aria-live="off"
        >
          {lines.length === 0 ? (
            <div className={classes.empty}>
              {events.length === 0 ? t("logEmpty") : common("nothingMatches")}
            </div>
          ) : null}
          <div className={classes.lines} style={{ height: rows.total }}>
            {rows.items.map((item) => {
              const line = lines[item.index];
              if (!line) return null;
              const Picture = pictures[line.event.level];
              return (
                <div
                  key={item.index}
                  className={`${classes.line} ${classes[line.event.level] ?? ""}`}
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  <span className={classes.at}>
                    <ClockTime at={line.event.at} />
                  </span>
                  <span className={classes.level}>
                    <Picture size={14} aria-label={t(`level.${line.event.level}`)} />
                  </span>
                  <span className={classes.stage}>
                    {line.event.stage ? common(`stage.${line.event.stage}`) : ""}
                  </span>
                  <span className={classes.text} title={line.text}>
                    {line.text}
                  </span>
                </div>
              );
            })}
          </div>
        </div>
        {isFollowing || count === 0 ? null : (
          <Button
            className={classes.fresh}
            leftSection={<IconArrowDown size={14} />}
            onClick={() => setFollowing(true)}
          >
            {t("follow")}
          </Button>
        )}
      </div>
    </div>
  );
}
