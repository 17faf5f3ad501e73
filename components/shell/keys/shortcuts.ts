import type { NavigationItem } from "../navigation.ts";
import type { Keys } from "./stroke.ts";

/** Where shortcuts hold: on every page, or while a part of a page is shown. */
export const scopeIds = ["canvas", "columns", "text", "outline", "editor", "grid", "everywhere"] as const;
/** Those of the editor. */
export const editorScopes = ["canvas", "columns", "text", "outline", "editor"] as const;
export type ScopeId = (typeof scopeIds)[number];

interface Shortcut {
  readonly scope: ScopeId;
  /** Any of these, unless somebody chose others. */
  readonly keys: readonly Keys[];
  /** While somebody types too. */
  readonly isForFields?: true;
}

const own = {
  search: { scope: "everywhere", keys: ["mod+KeyK"], isForFields: true },
  shortcuts: { scope: "everywhere", keys: ["shift+Slash"] },
  filter: { scope: "everywhere", keys: ["Slash"] },
  preview: { scope: "editor", keys: ["mod+Enter"], isForFields: true },
  run: { scope: "editor", keys: ["mod+shift+Enter"], isForFields: true },
  checkpoint: { scope: "editor", keys: ["mod+KeyS"], isForFields: true },
  undo: { scope: "editor", keys: ["mod+KeyZ"] },
  redo: { scope: "editor", keys: ["mod+shift+KeyZ", "mod+KeyY"] },
  outline: { scope: "editor", keys: ["BracketLeft"] },
  inspector: { scope: "editor", keys: ["BracketRight"] },
  dock: { scope: "editor", keys: ["Backslash"] },
  enlarge: { scope: "editor", keys: ["shift+Backslash"] },
  inspect: { scope: "canvas", keys: ["Enter", "NumpadEnter"] },
  add: { scope: "canvas", keys: ["KeyA"] },
  connect: { scope: "canvas", keys: ["KeyC"] },
  group: { scope: "canvas", keys: ["mod+KeyG"] },
  toggle: { scope: "canvas", keys: ["Space"] },
  rename: { scope: "canvas", keys: ["F2"] },
  remove: { scope: "canvas", keys: ["Delete", "Backspace"] },
  menu: { scope: "canvas", keys: ["shift+F10", "ContextMenu"] },
  fit: { scope: "canvas", keys: ["KeyF"] },
  zoomIn: { scope: "canvas", keys: ["Equal", "NumpadAdd"] },
  zoomOut: { scope: "canvas", keys: ["Minus", "NumpadSubtract"] },
} as const satisfies Readonly<Record<string, Shortcut>>;

export type DeedId = keyof typeof own;
export type ShortcutId = DeedId | keyof typeof goes;

const goes: Readonly<Record<`go-${NavigationItem["id"]}`, Shortcut>> = {
  "go-home": { scope: "everywhere", keys: ["KeyG KeyH"] },
  "go-modules": { scope: "everywhere", keys: ["KeyG KeyM"] },
  "go-runs": { scope: "everywhere", keys: ["KeyG KeyR"] },
  "go-schedules": { scope: "everywhere", keys: ["KeyG KeyL"] },
  "go-versions": { scope: "everywhere", keys: ["KeyG KeyD"] },
  "go-sources": { scope: "everywhere", keys: ["KeyG KeyS"] },
  "go-stores": { scope: "everywhere", keys: ["KeyG KeyT"] },
  "go-environments": { scope: "everywhere", keys: ["KeyG KeyN"] },
  "go-users": { scope: "everywhere", keys: ["KeyG KeyU"] },
  "go-keys": { scope: "everywhere", keys: ["KeyG KeyK"] },
  "go-audit": { scope: "everywhere", keys: ["KeyG KeyA"] },
  "go-space": { scope: "everywhere", keys: ["KeyG KeyP"] },
  "go-python": { scope: "everywhere", keys: ["KeyG KeyY"] },
  "go-help": { scope: "everywhere", keys: ["KeyG KeyE"] },
};

/** Every shortcut that can get other keys. */
export const shortcuts: Readonly<Record<ShortcutId, Shortcut>> = { ...own, ...goes };

const isShortcut = (id: string): id is ShortcutId => Object.hasOwn(shortcuts, id);
export const shortcutIds: readonly ShortcutId[] = Object.keys(shortcuts).filter(isShortcut);
/** Those that lead to no page of the navigation. */
export const deedIds = Object.keys(own).filter((id): id is DeedId => Object.hasOwn(own, id));

/** What is pressed as everywhere else in the world, and stays. */
export const fixedKeys = {
  canvasGo: { scope: "canvas", keys: ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"] },
  canvasPut: { scope: "canvas", keys: ["alt+ArrowLeft", "alt+shift+ArrowRight"] },
  canvasLeave: { scope: "canvas", keys: ["Escape"] },
  outlineGo: { scope: "outline", keys: ["ArrowUp", "ArrowDown", "Home", "End"] },
  outlineOpen: { scope: "outline", keys: ["ArrowRight", "ArrowLeft"] },
  outlineInspect: { scope: "outline", keys: ["Enter"] },
  outlineOrder: { scope: "outline", keys: ["alt+ArrowUp", "alt+ArrowDown"] },
  outlineSame: { scope: "outline", keys: ["KeyA", "KeyC", "F2", "Delete", "shift+F10"] },
  cellEdit: { scope: "columns", keys: ["Enter", "F2"] },
  cellSelect: { scope: "columns", keys: ["Space", "mod+KeyA"] },
  cellCopy: { scope: "columns", keys: ["mod+KeyC", "mod+KeyV"] },
  cellFill: { scope: "columns", keys: ["mod+KeyD"] },
  cellGo: { scope: "columns", keys: ["mod+KeyG"] },
  cellFind: { scope: "columns", keys: ["mod+KeyF"] },
  textTab: { scope: "text", keys: ["mod+KeyM"] },
  gridGo: { scope: "grid", keys: ["ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown"] },
} as const satisfies Readonly<Record<string, { readonly scope: ScopeId; readonly keys: readonly Keys[] }>>;
export type FixedId = keyof typeof fixedKeys;
export const fixedIds = Object.keys(fixedKeys).filter((id): id is FixedId => Object.hasOwn(fixedKeys, id));
