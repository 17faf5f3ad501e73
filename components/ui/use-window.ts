"use client";

import { type RefObject, useEffect, useMemo, useState } from "react";
import { type Sizes, scrolledTo, trackOf, windowOf } from "./window-of.ts";

export interface Axis {
  readonly frame: RefObject<HTMLElement | null>;
  readonly count: number;
  /** Of each row or column, in pixels; known beforehand, so that nothing has to be measured. */
  readonly size: Sizes;
  /** What always stands before them in the frame (a header, a pinned column), in pixels. */
  readonly lead: number;
  /** How many beyond the edge are drawn, so that scrolling shows no gap. */
  readonly beyond: number;
  readonly isAcross?: boolean;
}

/** Which of many rows or columns are drawn: those in sight and a few beyond. */
export function useWindow({ frame, count, size, lead, beyond, isAcross = false }: Axis) {
  const [view, setView] = useState({ at: 0, length: 0 });
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const read = () => {
      const at = isAcross ? element.scrollLeft : element.scrollTop;
      const length = (isAcross ? element.clientWidth : element.clientHeight) - lead;
      setView((old) => (old.at === at && old.length === length ? old : { at, length }));
    };
    const resized = new ResizeObserver(read);
    resized.observe(element);
    element.addEventListener("scroll", read, { passive: true });
    return () => {
      resized.disconnect();
      element.removeEventListener("scroll", read);
    };
  }, [frame, isAcross, lead]);
  const track = useMemo(() => trackOf(count, size), [count, size]);
  const { from, to } = windowOf(track, view.at, view.length, beyond);
  const show = (index: number) => {
    const element = frame.current;
    if (!element) return;
    const at = isAcross ? element.scrollLeft : element.scrollTop;
    const length = (isAcross ? element.clientWidth : element.clientHeight) - lead;
    const next = scrolledTo(track, index, at, length);
    element.scrollTo(isAcross ? { left: next } : { top: next });
  };
  return {
    /** Where each of the drawn ones stands. */
    items: Array.from({ length: to - from }, (_, offset) => ({
      index: from + offset,
      start: track.startOf(from + offset),
    })),
    track,
    total: track.total,
    /** How much of the axis is in sight, in pixels. */
    length: view.length,
    /** Scrolls as little as shows it whole. */
    show,
  };
}
