"use client";

import { type KeyboardEvent, type PointerEvent, useState, useSyncExternalStore } from "react";
import classes from "./split-handle.module.css";

export interface PanelSize {
  readonly size: number;
  readonly range: readonly [least: number, most: number];
  readonly set: (size: number) => void;
}

const changed = "etlx-panel-size";

function watch(listener: () => void): () => void {
  window.addEventListener(changed, listener);
  return () => window.removeEventListener(changed, listener);
}

/** The size of a panel in pixels, remembered by this browser. */
export function useSize(panel: string, initial: number, range: readonly [number, number]): PanelSize {
  const key = `etlx-size:${panel}`;
  const kept = useSyncExternalStore(
    watch,
    () => localStorage.getItem(key),
    () => null,
  );
  const within = (size: number) => Math.max(range[0], Math.min(range[1], Math.round(size)));
  const number = Number(kept);
  return {
    size: kept === null || Number.isNaN(number) ? initial : within(number),
    range,
    set: (size) => {
      localStorage.setItem(key, String(within(size)));
      window.dispatchEvent(new Event(changed));
    },
  };
}

const keyStep = 24;

/** The line between two panels: dragged, or moved by arrows (APG window splitter). */
export function SplitHandle({
  size,
  label,
  isAcross = false,
  isReversed = false,
}: {
  size: PanelSize;
  label: string;
  /** Above a panel instead of beside it. */
  isAcross?: boolean;
  /** The panel is behind the line. */
  isReversed?: boolean;
}) {
  const [start, setStart] = useState<{ at: number; size: number }>();
  const at = (event: PointerEvent) => (isAcross ? event.clientY : event.clientX);
  const sign = isReversed ? -1 : 1;
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = isAcross
      ? { ArrowDown: keyStep, ArrowUp: -keyStep }
      : { ArrowRight: keyStep, ArrowLeft: -keyStep };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    size.set(size.size + sign * step);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule between panels that moves is no thematic break
    <div
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={isAcross ? "horizontal" : "vertical"}
      aria-valuenow={size.size}
      aria-valuemin={size.range[0]}
      aria-valuemax={size.range[1]}
      className={`${classes.handle} ${isAcross ? classes.across : classes.beside}`}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setStart({ at: at(event), size: size.size });
      }}
      onPointerMove={(event) => {
        if (start) size.set(start.size + sign * (at(event) - start.at));
      }}
      onPointerUp={() => setStart(undefined)}
      onPointerCancel={() => setStart(undefined)}
    />
  );
}
