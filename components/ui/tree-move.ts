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
