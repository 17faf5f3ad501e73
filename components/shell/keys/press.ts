import { isOn, type Keymap } from "./keymap.ts";
import { type ShortcutId, shortcuts } from "./shortcuts.ts";
import { strokeOf } from "./stroke.ts";

/** Between two strokes of one shortcut, milliseconds. */
const strokePause = 1200;

/** The first stroke of a shortcut of two, wherever the focus is: the second is not taken by what has the focus. */
let first = { stroke: "", at: Number.NEGATIVE_INFINITY };

const pending = (now: number): string => (now - first.at < strokePause ? first.stroke : "");

type Pressed = Pick<KeyboardEvent, "code" | "altKey" | "shiftKey" | "metaKey" | "ctrlKey" | "timeStamp">;

/** Which of these shortcuts a press is. One stroke alone: for what has the focus. */
export function shortcutHere<Id extends ShortcutId>(
  event: Pressed,
  ids: readonly Id[],
  keymap: Keymap,
): Id | undefined {
  const stroke = strokeOf(event);
  if (stroke === undefined || pending(event.timeStamp) !== "") return undefined;
  return ids.find((id) => keymap.keysOf(id).some((keys) => keys === stroke && isOn(keymap, keys)));
}

/** Which of these shortcuts a press is or ends; "begun" for the first of two strokes. */
export function shortcutOf<Id extends ShortcutId>(
  event: Pressed,
  ids: readonly Id[],
  keymap: Keymap,
  isTyping = false,
): Id | "begun" | undefined {
  const stroke = strokeOf(event);
  if (stroke === undefined) return undefined;
  const before = pending(event.timeStamp);
  const pressed = before === "" ? stroke : `${before} ${stroke}`;
  const offered = ids.filter((id) => shortcuts[id].isForFields || !isTyping);
  const keysOf = (id: Id) => keymap.keysOf(id).filter((keys) => isOn(keymap, keys));
  const found = offered.find((id) => keysOf(id).includes(pressed));
  if (found !== undefined) return found;
  return offered.some((id) => keysOf(id).some((keys) => keys.startsWith(`${pressed} `)))
    ? "begun"
    : undefined;
}

/** Notes what was pressed for the next press; after everybody looked. */
export function remember(event: Pressed, isBegun: boolean): void {
  const stroke = strokeOf(event);
  if (stroke === undefined) return;
  first = isBegun ? { stroke, at: event.timeStamp } : { stroke: "", at: Number.NEGATIVE_INFINITY };
}
