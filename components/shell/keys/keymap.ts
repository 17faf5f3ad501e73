import { useCallback, useMemo, useSyncExternalStore } from "react";
import { type ShortcutId, shortcutIds, shortcuts } from "./shortcuts.ts";
import { isSingle, type Keys } from "./stroke.ts";

const chosenKey = "etlx-keys";
const singleKey = "etlx-single-keys";
const changed = "etlx-keys-changed";

type Chosen = Readonly<Record<string, Keys>>;

/** By hand: every page loads this, and a schema's library would be a sixth of all that it loads. */
const isChosen = (value: unknown): value is Chosen =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((keys) => typeof keys === "string");

/** Which keys do what for the person at this browser. */
export interface Keymap {
  readonly keysOf: (id: ShortcutId) => readonly Keys[];
  /** Those to be read: a number pad has the same caps once more. */
  readonly shownKeysOf: (id: ShortcutId) => readonly Keys[];
  readonly isChanged: (id: ShortcutId) => boolean;
  /** Letters, digits and signs alone do something. */
  readonly singleKeys: boolean;
}

const none: Chosen = {};

function parse(text: string | null): Chosen {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    return isChosen(value) ? value : none;
  } catch {
    return none;
  }
}

/** @param text what somebody chose, as it is kept: JSON of shortcut and keys. */
export function keymapOf(text: string | null, singleKeys: boolean): Keymap {
  const chosen = parse(text);
  const keysOf = (id: ShortcutId): readonly Keys[] => {
    const own = chosen[id];
    return own === undefined ? shortcuts[id].keys : [own];
  };
  return {
    keysOf,
    shownKeysOf: (id) => keysOf(id).filter((keys, index) => index === 0 || !keys.startsWith("Numpad")),
    isChanged: (id) => chosen[id] !== undefined,
    singleKeys,
  };
}

function watch(listener: () => void): () => void {
  window.addEventListener(changed, listener);
  window.addEventListener("storage", listener);
  return () => {
    window.removeEventListener(changed, listener);
    window.removeEventListener("storage", listener);
  };
}

function keep(key: string, text: string | undefined) {
  if (text === undefined) window.localStorage.removeItem(key);
  else window.localStorage.setItem(key, text);
  window.dispatchEvent(new Event(changed));
}

const useStored = (key: string) =>
  useSyncExternalStore(
    watch,
    () => window.localStorage.getItem(key),
    () => null,
  );

/** The keys of this person, live; kept by the browser, as nothing else of the product depends on them. */
export function useKeymap(): Keymap {
  const text = useStored(chosenKey);
  const singleKeys = useStored(singleKey) !== "false";
  return useMemo(() => keymapOf(text, singleKeys), [text, singleKeys]);
}

/** How somebody chooses other keys. */
export function useKeymapChoice() {
  const text = useStored(chosenKey);
  const choose = useCallback(
    (id: ShortcutId, keys: Keys | undefined) => {
      const { [id]: _, ...rest } = parse(text);
      const next = keys === undefined ? rest : { ...rest, [id]: keys };
      keep(chosenKey, Object.keys(next).length === 0 ? undefined : JSON.stringify(next));
    },
    [text],
  );
  return {
    choose,
    chooseNone: () => keep(chosenKey, undefined),
    isAnyChanged: Object.keys(parse(text)).length > 0,
    setSingleKeys: (areOn: boolean) => keep(singleKey, areOn ? undefined : "false"),
  };
}

const beginsAlike = (one: Keys, other: Keys): boolean =>
  one === other || one.startsWith(`${other} `) || other.startsWith(`${one} `);

/** The shortcut that has these keys already, where both can be pressed; a part of a page goes without those of other parts. */
export function takenBy(keymap: Keymap, id: ShortcutId, keys: Keys): ShortcutId | undefined {
  const wide = ["everywhere", "editor"];
  const { scope } = shortcuts[id];
  return shortcutIds.find((other) => {
    if (other === id) return false;
    const isNear =
      shortcuts[other].scope === scope || wide.includes(scope) || wide.includes(shortcuts[other].scope);
    return isNear && keymap.keysOf(other).some((one) => beginsAlike(one, keys));
  });
}

/** Whether keys do anything for who switched single ones off. */
export const isOn = (keymap: Keymap, keys: Keys): boolean => keymap.singleKeys || !isSingle(keys);
