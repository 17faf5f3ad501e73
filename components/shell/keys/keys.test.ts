import { afterEach, describe, expect, it, test } from "vitest";
import { isOn, keymapOf, takenBy } from "./keymap.ts";
import { remember, shortcutHere, shortcutOf } from "./press.ts";
import { deedIds, type ShortcutId, shortcutIds, shortcuts } from "./shortcuts.ts";
import { capsOf, isSingle, strokeOf } from "./stroke.ts";

let now = 0;
/** A press of the Cyrillic layout: `key` is what it types, and is not asked. */
function press(code: string, held: Partial<KeyboardEvent> = {}) {
  now += 100;
  return {
    code,
    key: "ф",
    altKey: false,
    shiftKey: false,
    metaKey: false,
    ctrlKey: false,
    timeStamp: now,
    ...held,
  };
}
const keymap = keymapOf(null, true);
const everywhere = shortcutIds.filter((id) => shortcuts[id].scope === "everywhere");

function type(codes: readonly string[], ids: readonly ShortcutId[] = everywhere, map = keymap) {
  return codes.map((code) => {
    const event = press(code);
    const found = shortcutOf(event, ids, map);
    remember(event, found === "begun");
    return found;
  });
}

afterEach(() => {
  now += 10_000;
});

describe("strokes", () => {
  it("are written by the place of the keys", () => {
    expect(strokeOf(press("KeyZ", { ctrlKey: true, shiftKey: true }))).toBe("mod+shift+KeyZ");
    expect(strokeOf(press("KeyZ", { metaKey: true }))).toBe("mod+KeyZ");
    expect(strokeOf(press("ShiftLeft", { shiftKey: true }))).toBeUndefined();
  });

  it("are single where a letter or a sign is pressed alone", () => {
    expect(["KeyA", "KeyG KeyM", "shift+Slash", "BracketLeft", "Equal"].map(isSingle)).toEqual(
      Array(5).fill(true),
    );
    expect(["mod+KeyA", "Enter", "NumpadEnter", "F2", "Delete", "alt+KeyA", "Space"].map(isSingle)).toEqual(
      Array(7).fill(false),
    );
  });

  it("are read as caps of the keyboard at hand", () => {
    expect(capsOf("mod+shift+Enter", true)).toEqual(["⌘", "⇧", "Enter"]);
    expect(capsOf("mod+shift+Enter", false)).toEqual(["Ctrl", "Shift", "Enter"]);
    expect(capsOf("KeyG KeyM", false)).toEqual(["G", "M"]);
    expect(capsOf("shift+Slash", false)).toEqual(["?"]);
    expect(capsOf("BracketLeft", false)).toEqual(["["]);
  });
});

describe("a press", () => {
  it("finds its shortcut in any layout, one after another too", () => {
    expect(type(["KeyG", "KeyM"])).toEqual(["begun", "go-modules"]);
    expect(type(["KeyG", "KeyG", "KeyM"])).toEqual(["begun", undefined, undefined]);
    expect(type(["Slash"])).toEqual(["filter"]);
    expect(shortcutOf(press("KeyK", { metaKey: true }), everywhere, keymap)).toBe("search");
    expect(shortcutOf(press("KeyK", { metaKey: true }), everywhere, keymap, true)).toBe("search");
    expect(shortcutOf(press("Slash"), everywhere, keymap, true)).toBeUndefined();
  });

  it("waits for the second stroke only so long, and takes it from what has the focus", () => {
    type(["KeyG"]);
    expect(shortcutHere(press("KeyA"), ["add"], keymap)).toBeUndefined();
    now += 2000;
    expect(shortcutHere(press("KeyA"), ["add"], keymap)).toBe("add");
    expect(type(["KeyM"])).toEqual([undefined]);
  });

  it("does nothing alone for who switched single keys off", () => {
    const off = keymapOf(null, false);
    expect(type(["KeyG", "KeyM"], everywhere, off)).toEqual([undefined, undefined]);
    expect(shortcutHere(press("KeyA"), ["add"], off)).toBeUndefined();
    expect(shortcutHere(press("Delete"), ["remove"], off)).toBe("remove");
    expect(isOn(off, "mod+KeyK")).toBe(true);
  });
});

test("other keys take the place of those before; keys are given out once", () => {
  const own = keymapOf('{"run":"mod+KeyE","add":"KeyG"}', true);
  expect(own.keysOf("run")).toEqual(["mod+KeyE"]);
  expect(own.isChanged("undo")).toBe(false);
  expect(takenBy(own, "preview", "mod+KeyE")).toBe("run");
  expect(takenBy(own, "preview", "mod+shift+Enter")).toBeUndefined();
  expect(takenBy(keymap, "add", "KeyG")).toBe("go-home");
  expect(takenBy(keymap, "go-home", "KeyA")).toBe("add");
  for (const text of ["", "null", "[1]", '{"run":3}'])
    expect(keymapOf(text, true).keysOf("run")).toEqual(["mod+shift+Enter"]);
});

test("no two shortcuts begin with the same keys where both can be pressed", () => {
  expect(deedIds.length).toBeGreaterThan(15);
  for (const id of shortcutIds)
    for (const keys of keymap.keysOf(id)) {
      const other = takenBy(keymap, id, keys);
      // Shortcuts after `g` begin alike, and differ by the second key.
      if (!keys.startsWith("KeyG ")) expect(other, id).toBeUndefined();
    }
});
