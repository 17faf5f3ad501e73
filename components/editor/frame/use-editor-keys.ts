"use client";

import { useEffect, useRef } from "react";
import { useSingleKeys } from "../../shell/use-shortcuts.ts";
import type { Editor } from "../store/editor-context.tsx";

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName));

type Panel = "outline" | "inspector" | "dock";

const commands: Readonly<Record<string, "undo" | "redo">> = {
  KeyZ: "undo",
  "shift+KeyZ": "redo",
  KeyY: "redo",
};
const panelKeys: Readonly<Record<string, Panel>> = {
  BracketLeft: "outline",
  BracketRight: "inspector",
  Backslash: "dock",
};

/** Keys of the editor by their place on the keyboard, so that they work in the Cyrillic layout. A field undoes its own typing. */
export function useEditorKeys({
  editor,
  toggle,
  keepCheckpoint,
}: {
  editor: Editor;
  toggle: (panel: Panel) => void;
  keepCheckpoint: () => void;
}): void {
  const [singleKeys] = useSingleKeys();
  const now = useRef({ editor, toggle, singleKeys, keepCheckpoint });
  useEffect(() => {
    now.current = { editor, toggle, singleKeys, keepCheckpoint };
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { editor, toggle, singleKeys, keepCheckpoint } = now.current;
      const isCommand = event.metaKey || event.ctrlKey;
      if (isCommand && event.code === "KeyS" && !event.shiftKey && !event.altKey) {
        event.preventDefault();
        keepCheckpoint();
        return;
      }
      if (event.defaultPrevented || isTyping(event.target)) return;
      const chord = `${event.shiftKey ? "shift+" : ""}${event.code}`;
      const command = isCommand ? commands[chord] : undefined;
      const panel = !isCommand && !event.altKey && singleKeys ? panelKeys[chord] : undefined;
      if (!command && !panel) return;
      event.preventDefault();
      if (command) editor[command]();
      if (panel) toggle(panel);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}
