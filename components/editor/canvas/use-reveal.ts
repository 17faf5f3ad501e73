"use client";

import { useCallback, useEffect, useRef } from "react";
import { useReactFlow, useStoreApi } from "reactflow";
import { stageIds } from "#lib/contracts";
import type { Selection } from "../frame/selection.ts";
import type { Scene } from "./next-node.ts";
import { stageHeight, stagePlace, stageWidth } from "./steps-layout.ts";

const margin = 24;

const stillness = "(prefers-reduced-motion: reduce)";
const moveTime = (): number => (window.matchMedia(stillness).matches ? 0 : 160);

/** What of a table has to be seen: its stage, or its beginning. */
function areaOf(scene: Scene, { table, stage }: Selection) {
  const frame = scene.frames?.find(({ name }) => name === table);
  // Of a group, its head and the beginning of what it holds.
  if (frame) return { ...frame, width: Math.min(frame.width, 280), height: Math.min(frame.height, 200) };
  const box = scene.boxes.find(({ name }) => name === table);
  if (!box) return undefined;
  if (!box.isOpen || stage === undefined) return { ...box, width: Math.min(box.width, 280) };
  const at = stagePlace(stageIds.indexOf(stage));
  return { x: box.x + at.x, y: box.y + at.y, width: stageWidth, height: stageHeight };
}

/** Moves the picture as little as shows what is chosen, from wherever it was chosen; answers how to do it again. */
export function useReveal(scene: Scene, selection: Selection | undefined): () => void {
  const { getViewport, setViewport } = useReactFlow();
  const store = useStoreApi();
  const now = useRef(scene);
  useEffect(() => {
    now.current = scene;
  });
  const { table, stage } = selection ?? {};
  const reveal = useCallback(() => {
    const area = table === undefined ? undefined : areaOf(now.current, { table, stage });
    const { width, height } = store.getState();
    if (!area || width === 0) return;
    const { x, y, zoom } = getViewport();
    const shift = (start: number, length: number, at: number, size: number) => {
      const [from, to] = [start * zoom + at, (start + length) * zoom + at];
      if (from < margin || to - from > size - 2 * margin) return at + margin - from;
      return to > size - margin ? at + size - margin - to : at;
    };
    const next = {
      zoom,
      x: shift(area.x, area.width, x, width),
      y: shift(area.y, area.height, y, height),
    };
    if (next.x !== x || next.y !== y) void setViewport(next, { duration: moveTime() });
  }, [table, stage, getViewport, setViewport, store]);
  useEffect(reveal, [reveal]);
  return reveal;
}

/** Nothing is made out below it. */
const leastZoom = 0.15;
/** Names are read down to it: a picture that is wider begins at its left. */
const readableZoom = 0.6;

/** Shows the whole picture, or its beginning as wide as it is, at full size at most. */
export function useOverview(scene: Scene) {
  const { setViewport } = useReactFlow();
  const store = useStoreApi();
  return useCallback(
    (isWhole: boolean) => {
      const { width, height } = store.getState();
      if (scene.boxes.length === 0 || width === 0) return;
      const left = Math.min(...scene.boxes.map(({ x }) => x));
      const top = Math.min(...scene.boxes.map(({ y }) => y));
      const right = Math.max(...scene.boxes.map((box) => box.x + box.width));
      const bottom = Math.max(...scene.boxes.map((box) => box.y + box.height));
      const across = (width - 2 * margin) / (right - left);
      const down = (height - 2 * margin) / (bottom - top);
      // As wide as it is: what is below is scrolled to, and stays to be read.
      const zoom = isWhole
        ? Math.max(leastZoom, Math.min(1, across, down))
        : Math.max(readableZoom, Math.min(1, across));
      void setViewport({ x: margin - left * zoom, y: margin - top * zoom, zoom });
    },
    [scene, setViewport, store],
  );
}
