"use client";

import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { isOn, useKeymap } from "./keymap.ts";
import classes from "./keys.module.css";
import type { ShortcutId } from "./shortcuts.ts";
import { capsOf, type Keys } from "./stroke.ts";

const never = () => () => {};

/** Whether the keyboard has ⌘; the server cannot know. */
export const useIsMac = (): boolean =>
  useSyncExternalStore(
    never,
    () => /Mac|iPhone|iPad/.test(navigator.platform),
    () => false,
  );

/** The first keys of a shortcut in one line, for menus. */
export function useKeyText(): (id: ShortcutId) => string | undefined {
  const t = useTranslations("shell");
  const isMac = useIsMac();
  const keymap = useKeymap();
  return (id) => {
    const [keys] = keymap.keysOf(id);
    if (keys === undefined || !isOn(keymap, keys)) return undefined;
    return capsOf(keys, isMac)
      .map((cap) => (cap === "Space" ? t("space") : cap))
      .join(" ");
  };
}

/** Keys as they stand on the keyboard. */
export function KeyCaps({ keys }: { keys: Keys }) {
  const t = useTranslations("shell");
  const isMac = useIsMac();
  return (
    <span className={classes.caps}>
      {capsOf(keys, isMac).map((cap, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: caps of one shortcut never move
        <kbd key={index}>{cap === "Space" ? t("space") : cap}</kbd>
      ))}
    </span>
  );
}
