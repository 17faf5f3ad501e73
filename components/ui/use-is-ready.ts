"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** Whether the page answers already: a form that is sent before would be sent by the browser itself. */
export const useIsReady = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
