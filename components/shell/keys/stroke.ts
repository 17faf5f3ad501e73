/**
 * Keys by their place on the keyboard, so that they work in any layout: `mod+shift+KeyZ`, where `mod` is ⌘ or Ctrl. Strokes that
 * follow each other stand with a space between: `KeyG KeyM`.
 */
export type Keys = string;

type Pressed = Pick<KeyboardEvent, "code" | "altKey" | "shiftKey" | "metaKey" | "ctrlKey">;

const modifiers = /^(Shift|Control|Alt|Meta|OS|CapsLock|Fn)/;

/** One stroke as it is written; undefined while only keys are held that change others. */
export function strokeOf({ code, altKey, shiftKey, metaKey, ctrlKey }: Pressed): string | undefined {
  if (code === "" || modifiers.test(code)) return undefined;
  const held = [metaKey || ctrlKey ? "mod" : "", altKey ? "alt" : "", shiftKey ? "shift" : ""];
  return [...held.filter((one) => one !== ""), code].join("+");
}

const letters =
  /^(shift\+)?(Key|Digit|Numpad|Bracket|Backslash|Slash|Semicolon|Quote|Comma|Period|Backquote|Equal|Minus|Intl)/;

/** Whether it is a letter, digit or sign alone: whoever speaks to the computer presses those by accident (WCAG 2.1.4). */
export const isSingle = (keys: Keys): boolean => letters.test(keys) && !keys.includes("NumpadEnter");

const signs: Readonly<Record<string, string>> = {
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  BracketLeft: "[",
  BracketRight: "]",
  Backslash: "\\",
  Slash: "/",
  Semicolon: ";",
  Quote: "'",
  Comma: ",",
  Period: ".",
  Backquote: "`",
  Equal: "+",
  Minus: "−",
  Delete: "Del",
  ContextMenu: "☰",
  Escape: "Esc",
};
const held: Readonly<Record<"mac" | "other", Readonly<Record<string, string>>>> = {
  mac: { mod: "⌘", alt: "⌥", shift: "⇧" },
  other: { mod: "Ctrl", alt: "Alt", shift: "Shift" },
};

/** The caps to press, as people read them. */
export function capsOf(keys: Keys, isMac: boolean): readonly string[] {
  return keys.split(" ").flatMap((stroke) => {
    if (stroke === "shift+Slash") return ["?"];
    return stroke
      .split("+")
      .map(
        (part) =>
          held[isMac ? "mac" : "other"][part] ?? signs[part] ?? part.replace(/^(Key|Digit|Numpad)(?=.)/, ""),
      );
  });
}
