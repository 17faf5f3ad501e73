import type { Direction } from "./next-node.ts";

/** What a key asks of the picture. */
export type CanvasKey =
  | { readonly does: "go"; readonly direction: Direction }
  | { readonly does: "put"; readonly direction: Direction; readonly isFar: boolean }
  | { readonly does: (typeof deeds)[number] };

const deeds = [
  "inspect",
  "toggle",
  "remove",
  "escape",
  "menu",
  "rename",
  "add",
  "connect",
  "fit",
  "zoomIn",
  "zoomOut",
] as const;
type Deed = (typeof deeds)[number];

const directions = new Map<string, Direction>([
  ["ArrowLeft", "left"],
  ["ArrowRight", "right"],
  ["ArrowUp", "up"],
  ["ArrowDown", "down"],
]);
const plain = new Map<string, Deed>([
  ["Enter", "inspect"],
  ["NumpadEnter", "inspect"],
  ["Space", "toggle"],
  ["Delete", "remove"],
  ["Backspace", "remove"],
  ["Escape", "escape"],
  ["ContextMenu", "menu"],
  ["F2", "rename"],
]);
/** Switched off with all keys of one letter. */
const letters = new Map<string, Deed>([
  ["KeyA", "add"],
  ["KeyC", "connect"],
  ["KeyF", "fit"],
  ["Equal", "zoomIn"],
  ["NumpadAdd", "zoomIn"],
  ["Minus", "zoomOut"],
  ["NumpadSubtract", "zoomOut"],
]);

type Pressed = Pick<KeyboardEvent, "code" | "altKey" | "shiftKey" | "metaKey" | "ctrlKey">;

/** Keys by their place on the keyboard, so that they work in the Cyrillic layout. */
export function canvasKey(event: Pressed, singleKeys: boolean): CanvasKey | undefined {
  if (event.metaKey || event.ctrlKey) return undefined;
  const direction = directions.get(event.code);
  if (event.altKey) return direction && { does: "put", direction, isFar: event.shiftKey };
  if (direction) return { does: "go", direction };
  if (event.shiftKey && event.code === "F10") return { does: "menu" };
  const does = plain.get(event.code) ?? (singleKeys ? letters.get(event.code) : undefined);
  return does && { does };
}
