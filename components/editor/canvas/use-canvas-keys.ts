"use client";

import type { KeyboardEvent } from "react";
import { useReactFlow } from "reactflow";
import { groupOfNode, type PictureId, placesOf, placeTables } from "#lib/drafting";
import { useKeymap } from "../../shell/keys/keymap.ts";
import { useScope } from "../../shell/keys/scopes.ts";
import { useCommands } from "../commands/commands-context.tsx";
import { tableCommands } from "../commands/table-commands.tsx";
import { type Selection, useSelection } from "../frame/selection.ts";
import { useEditor } from "../store/editor-context.tsx";
import { type CanvasKey, canvasKey } from "./canvas-key.ts";
import { type Direction, nextNode, type Scene } from "./next-node.ts";

const ways: Readonly<Record<Direction, readonly [x: number, y: number]>> = {
  left: [-1, 0],
  right: [1, 0],
  up: [0, -1],
  down: [0, 1],
};
/** Pixels of the picture that a key moves a table; more with Shift. */
const step = 20;
const longStep = 100;

/** What differs from one picture to the other. */
export interface CanvasKeys {
  readonly picture: PictureId;
  readonly scene: Scene;
  /** What is read aloud of a node. */
  readonly describe: (at: Selection) => string;
  readonly add: (at: Selection | undefined) => void;
  readonly remove: (at: Selection) => void;
  readonly openMenu: (at: Selection) => void;
  readonly toggle?: ((table: string) => void) | undefined;
  readonly showAll: () => void;
  /** Says whether something else was let go of. */
  readonly escape: () => boolean;
}

/** What keys do while the picture has the focus. */
export function useCanvasKeys(keys: CanvasKeys) {
  const { picture, scene } = keys;
  const { selection, select } = useSelection();
  const { document, edit, mayEdit } = useEditor();
  const commands = useCommands();
  const keymap = useKeymap();
  useScope("canvas");
  const { zoomIn, zoomOut } = useReactFlow();

  const go = (direction: Direction) => {
    const next = nextNode(scene, selection, direction);
    if (!next) return;
    select(next);
    commands.say(keys.describe(next));
  };
  const put = (direction: Direction, isFar: boolean) => {
    const box = scene.boxes.find(({ name }) => name === selection?.table);
    if (!box || !mayEdit) return;
    const [x, y] = ways[direction];
    const by = isFar ? longStep : step;
    const from = placesOf(document, picture).get(box.name) ?? box;
    edit(placeTables(picture, new Map([[box.name, { x: from.x + x * by, y: from.y + y * by }]])));
  };
  const ofChosen = (does: CanvasKey["does"], at: Selection) => {
    const group = groupOfNode(at.table);
    if (group !== undefined && (does === "inspect" || does === "toggle")) keys.toggle?.(at.table);
    else if (group !== undefined && (does === "rename" || does === "group"))
      commands.ask({ kind: "group", group });
    else if (does === "inspect") commands.openInspector(at);
    else if (does === "toggle") keys.toggle?.(at.table);
    else if (does === "remove") keys.remove(at);
    else if (does === "menu") keys.openMenu(at);
    else if (group === undefined && (does === "rename" || does === "connect" || does === "group"))
      tableCommands[does].run(commands, at);
  };
  const perform = (key: CanvasKey) => {
    if (key.does === "go") go(key.direction);
    else if (key.does === "put") put(key.direction, key.isFar);
    else if (key.does === "fit") keys.showAll();
    else if (key.does === "zoomIn") void zoomIn();
    else if (key.does === "zoomOut") void zoomOut();
    else if (key.does === "add") keys.add(selection);
    else if (key.does !== "escape") selection && ofChosen(key.does, selection);
    else if (!keys.escape()) select(undefined);
  };
  return (event: KeyboardEvent<HTMLElement>) => {
    // A button within the picture has its own keys.
    if (event.target !== event.currentTarget) return;
    const key = canvasKey(event.nativeEvent, keymap);
    if (!key) return;
    event.preventDefault();
    perform(key);
  };
}
