import type { Keymap } from "../../shell/keys/keymap.ts";
import { shortcutHere } from "../../shell/keys/press.ts";
import type { Direction } from "./next-node.ts";

const deeds = [
  "inspect",
  "add",
  "connect",
  "group",
  "toggle",
  "rename",
  "remove",
  "menu",
  "fit",
  "zoomIn",
  "zoomOut",
] as const;

/** What a key asks of the picture. */
export type CanvasKey =
  | { readonly does: "go"; readonly direction: Direction }
  | { readonly does: "put"; readonly direction: Direction; readonly isFar: boolean }
  | { readonly does: (typeof deeds)[number] | "escape" };

const directions = new Map<string, Direction>([
  ["ArrowLeft", "left"],
  ["ArrowRight", "right"],
  ["ArrowUp", "up"],
  ["ArrowDown", "down"],
]);

type Pressed = Pick<KeyboardEvent, "code" | "altKey" | "shiftKey" | "metaKey" | "ctrlKey" | "timeStamp">;

/** Arrows and Escape are as everywhere; all else is as this person has it. */
export function canvasKey(event: Pressed, keymap: Keymap): CanvasKey | undefined {
  const deed = shortcutHere(event, deeds, keymap);
  if (deed !== undefined) return { does: deed };
  if (event.metaKey || event.ctrlKey) return undefined;
  const direction = directions.get(event.code);
  if (direction && event.altKey) return { does: "put", direction, isFar: event.shiftKey };
  if (direction) return { does: "go", direction };
  return event.code === "Escape" ? { does: "escape" } : undefined;
}
