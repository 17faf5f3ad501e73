import type { DrawnColumn } from "./grid-row.tsx";
import type { PlacedColumn } from "./use-layout.ts";

/** Pinned columns side by side first, then the others: their places in pixels and among all. */
export function placeColumns(columns: readonly PlacedColumn[], isNarrow: boolean) {
  const isPinned = ({ column: { isPinned } }: PlacedColumn) =>
    isPinned === "always" || (isPinned === "wide" && !isNarrow);
  const pinned: DrawnColumn[] = [];
  let pinnedWidth = 0;
  for (const one of columns.filter(isPinned)) {
    pinned.push({ ...one, place: pinned.length + 1, left: pinnedWidth });
    pinnedWidth += one.width;
  }
  const others = columns.filter((one) => !isPinned(one));
  const sizes = others.map(({ width }) => width);
  return { pinned, pinnedWidth, others, sizes };
}
