/** Lists as text, a line an item, to be pasted from and into a spreadsheet. Only blank lines mean nothing. */

/** How an empty text is written, since an empty line is none. */
const emptyText = '""';

export const linesOf = (items: readonly string[]): string =>
  items.map((item) => (item === "" ? emptyText : item)).join("\n");

export const itemsOf = (text: string): readonly string[] =>
  text
    .split(/\r?\n/)
    .filter((line) => line !== "")
    .map((line) => (line === emptyText ? "" : line));

/** Rows of cells with tabs between, as spreadsheets copy them. */
export const tableText = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => row.join("\t")).join("\n");

export const rowsOf = (text: string, width?: number): readonly (readonly string[])[] =>
  text
    .split(/\r?\n/)
    .filter((line) => line !== "")
    .map((line) => {
      const cells = line.split("\t");
      if (width === undefined) return cells;
      return Array.from({ length: width }, (_, at) => cells[at] ?? "");
    });

/** The item at another place. */
export const movedItem = <T>(items: readonly T[], from: number, to: number): readonly T[] => {
  const moved = items[from];
  if (moved === undefined || to < 0 || to >= items.length) return items;
  return items.toSpliced(from, 1).toSpliced(to, 0, moved);
};
