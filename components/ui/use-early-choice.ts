"use client";

import { useEffect, useRef } from "react";
import { useIsReady } from "./use-is-ready.ts";

/** Hands over what was chosen before the page answered: the browser takes a choice from the first moment on, React does not hear of it. */
export function useEarlyChoice(
  read: () => string | undefined,
  value: string,
  choose: (early: string) => void,
): void {
  const isDrawnByServer = useRef(!useIsReady());
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was chosen before is handed over once
  useEffect(() => {
    if (!isDrawnByServer.current) return;
    isDrawnByServer.current = false;
    const early = read();
    if (early !== undefined && early !== value) choose(early);
  }, []);
}
