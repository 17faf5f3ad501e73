export interface TreeLine {
  readonly id: string;
  /** From 1. */
  readonly level: number;
  /** Absent for a line that has nothing below it. */
  readonly isOpen?: boolean | undefined;
}

interface Move {
  readonly to?: number;
  readonly isOpen?: boolean;
  readonly isChosen?: true;
}

/** What a key does in a tree at the line of an index (APG tree); undefined for any other key. */
export function treeMove(key: string, at: number, lines: readonly TreeLine[]): Move | undefined {
  const line = lines[at];
  if (!line) return undefined;
  const last = lines.length - 1;
  const parent = lines.slice(0, at).findLastIndex(({ level }) => level < line.level);
  const moves = new Map<string, Move>([
    ["ArrowDown", { to: Math.min(last, at + 1) }],
    ["ArrowUp", { to: Math.max(0, at - 1) }],
    ["Home", { to: 0 }],
    ["End", { to: last }],
    [
      "ArrowRight",
      line.isOpen === undefined ? {} : line.isOpen ? { to: Math.min(last, at + 1) } : { isOpen: true },
    ],
    ["ArrowLeft", line.isOpen ? { isOpen: false } : parent === -1 ? {} : { to: parent }],
    ["Enter", { isChosen: true }],
    ["Space", { isChosen: true }],
  ]);
  return moves.get(key);
}

export interface TreePlace {
  /** From 1, among the lines of the same parent. */
  readonly place: number;
  readonly of: number;
}

/** Where each line stands among its siblings: a reader of lines that are not all drawn has to be told. */
export function treePlaces(lines: readonly TreeLine[]): readonly TreePlace[] {
  const groups: number[][] = [];
  const open: number[][] = [];
  lines.forEach(({ level }, index) => {
    open.length = Math.min(open.length, level);
    const group = open[level - 1] ?? [];
    if (group.length === 0) groups.push(group);
    open[level - 1] = group;
    group.push(index);
  });
  const places: TreePlace[] = [];
  for (const group of groups)
    group.forEach((index, place) => {
      places[index] = { place: place + 1, of: group.length };
    });
  return places;
}
