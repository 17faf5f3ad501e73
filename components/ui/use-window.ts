"use client";

import { type RefObject, useEffect, useState } from "react";

export interface Axis {
  readonly frame: RefObject<HTMLElement | null>;
  readonly count: number;
  /** Of each row or column, in pixels: all are equal, so that nothing has to be measured. */
  readonly size: number;
  /** What always stands before them in the frame (a header, a pinned column), in pixels. */
  readonly lead: number;
  /** How many beyond the edge are drawn, so that scrolling shows no gap. */
  readonly beyond: number;
  readonly isAcross?: boolean;
}

/** Which of many equal rows or columns are drawn: those in sight and a few beyond. */
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
  const from = Math.max(0, Math.min(count, Math.floor(view.at / size)) - beyond);
  const to = Math.min(count, Math.ceil((view.at + view.length) / size) + beyond);
  const show = (index: number) => {
    const element = frame.current;
    if (!element) return;
    const at = isAcross ? element.scrollLeft : element.scrollTop;
    const length = (isAcross ? element.clientWidth : element.clientHeight) - lead;
    const start = index * size;
    const next = start < at ? start : start + size > at + length ? start + size - length : at;
    element.scrollTo(isAcross ? { left: next } : { top: next });
  };
  return {
    /** Where each of the drawn ones stands. */
    items: Array.from({ length: Math.max(0, to - from) }, (_, offset) => ({
      index: from + offset,
      start: (from + offset) * size,
    })),
    total: count * size,
    /** Scrolls as little as shows it whole. */
    show,
  };
}
