"use client";

import { useScope } from "../../shell/keys/scopes.ts";
import { useKeys } from "../../shell/keys/use-keys.ts";
import type { Editor } from "../store/editor-context.tsx";
import type { PanelId } from "./use-panels.ts";

/** Shortcuts of the editor, whichever view is shown. A field undoes its own typing. */
export function useEditorKeys({
  editor,
  toggle,
  enlarge,
  keepCheckpoint,
  preview,
  run,
}: {
  editor: Pick<Editor, "undo" | "redo">;
  toggle: (panel: PanelId) => void;
  /** Gives the dock the whole view, or takes it back. */
  enlarge: () => void;
  keepCheckpoint: () => void;
  preview: () => void;
  run: (() => void) | undefined;
}): void {
  useScope("editor");
  useKeys({
    undo: editor.undo,
    redo: editor.redo,
    checkpoint: keepCheckpoint,
    preview,
    ...(run ? { run } : {}),
    outline: () => toggle("outline"),
    inspector: () => toggle("inspector"),
    dock: () => toggle("dock"),
    enlarge,
  });
}
