import type { Readable } from "node:stream";
import { cellText } from "./cell-text.ts";
import { type NumberKind, unescaped } from "./parts.ts";
import { readXml } from "./zip.ts";

export interface SheetContext {
  readonly label: string;
  readonly shared: readonly string[];
  readonly styles: readonly NumberKind[];
  readonly is1904: boolean;
}

/** `BC12` → 54; undefined where a cell names no column. */
function columnOf(reference: string | undefined): number | undefined {
  if (reference === undefined) return undefined;
  let column = 0;
  for (const char of reference) {
    const letter = char.charCodeAt(0) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  return column > 0 ? column - 1 : undefined;
}

/** Hands each row on as its cells' texts; cells that are empty are undefined, rows without any are left out. */
export async function eachRow(
  stream: Readable,
  { label, shared, styles, is1904 }: SheetContext,
  onRow: (cells: readonly (string | undefined)[], row: number) => void,
  drained?: () => Promise<void> | undefined,
): Promise<void> {
  let cells: (string | undefined)[] = [];
  let row = 0;
  let column = -1;
  let type = "n";
  let style = 0;
  let text = "";
  let isValue = false;
  let isHint = false;

  const cellValue = (): string | undefined => {
    if (text === "" && type !== "inlineStr" && type !== "str") return undefined;
    if (type === "s") return shared[Number(text)];
    if (type === "b") return text === "1" ? "true" : "false";
    if (type === "n") return cellText(text, styles[style] ?? "number", is1904);
    return unescaped(text);
  };
  await readXml(
    stream,
    label,
    {
      open: (name, attributes) => {
        if (name === "row") {
          row = Number(attributes.r ?? row + 1);
          cells = [];
          column = -1;
        } else if (name === "c") {
          column = columnOf(attributes.r) ?? column + 1;
          type = attributes.t ?? "n";
          style = Number(attributes.s ?? 0);
          text = "";
        } else if (name === "rPh") isHint = true;
        else if (name === "v" || name === "t") isValue = !isHint;
      },
      text: (piece) => {
        if (isValue) text += piece;
      },
      close: (name) => {
        if (name === "v" || name === "t") isValue = false;
        else if (name === "rPh") isHint = false;
        else if (name === "c") cells[column] = cellValue();
        else if (name === "row" && cells.some((cell) => cell !== undefined)) onRow(cells, row);
      },
    },
    drained,
  );
}
