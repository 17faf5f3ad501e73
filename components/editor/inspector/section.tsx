"use client";

import { IconChevronRight } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef, useSyncExternalStore } from "react";
import type { StageId } from "#lib/contracts";
import { useSelection } from "../frame/selection.ts";
import classes from "./inspector.module.css";

const changed = "etlx-inspector-section";

function watch(listener: () => void): () => void {
  window.addEventListener(changed, listener);
  return () => window.removeEventListener(changed, listener);
}

const keyOf = (id: string): string => `etlx-section:${id}`;

/** Opens a part of the inspector, wherever it is asked for. */
export function setSection(id: string, isOpen: boolean): void {
  if (localStorage.getItem(keyOf(id)) === String(isOpen)) return;
  localStorage.setItem(keyOf(id), String(isOpen));
  window.dispatchEvent(new Event(changed));
}

/** Whether a part of the inspector is open, remembered by this browser for all tables and columns alike. */
function useOpen(id: string, initial: boolean) {
  const kept = useSyncExternalStore(
    watch,
    () => localStorage.getItem(keyOf(id)),
    () => null,
  );
  return kept === null ? initial : kept === "true";
}

/** A part of the inspector. The stage that is chosen beside a table opens its part and brings it into sight. */
export function Section({
  id,
  title,
  stages = [],
  aside,
  problems = 0,
  isOpenAtFirst = true,
  children,
}: {
  id: string;
  title: string;
  /** The stages that it decides. */
  stages?: readonly StageId[];
  /** Beside the title: what it holds, in a word. */
  aside?: ReactNode;
  problems?: number;
  isOpenAtFirst?: boolean;
  children: ReactNode;
}) {
  const t = useTranslations("editor");
  const { selection } = useSelection();
  const isOpen = useOpen(id, isOpenAtFirst);
  const frame = useRef<HTMLDetailsElement>(null);
  const isMeant = selection?.stage !== undefined && stages.includes(selection.stage);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each choice, not at every change of what is open
  useEffect(() => {
    if (!isMeant) return;
    setSection(id, true);
    frame.current?.scrollIntoView({ block: "start" });
  }, [isMeant, selection?.table, selection?.column, selection?.stage]);
  return (
    <details
      ref={frame}
      className={classes.section}
      data-section={id}
      open={isOpen}
      onToggle={(event) => setSection(id, event.currentTarget.open)}
    >
      <summary className={classes.summary}>
        <IconChevronRight size={14} aria-hidden className={classes.arrow} />
        <h3 className={classes.sectionTitle}>{title}</h3>
        {aside ? <span className={classes.aside}>{aside}</span> : null}
        {problems > 0 ? (
          <span className={classes.problems} title={t("problemCount", { count: problems })}>
            {problems}
          </span>
        ) : null}
      </summary>
      {isOpen ? <div className={classes.body}>{children}</div> : null}
    </details>
  );
}
