/** A cell by its place. */
export interface GridPlace {
  readonly row: number;
  readonly column: number;
}

/** What a grid is, for moving in it: `page` rows show at once, `firstRow` is below 0 where headers can be walked to. */
export interface GridSpace {
  readonly rows: number;
  readonly columns: number;
  readonly page: number;
  readonly firstRow?: number;
}

/** Where a key leads from a cell (APG grid), by `event.key`; undefined where it leads nowhere. */
export function gridMove(
  key: string,
  isControl: boolean,
  { row, column }: GridPlace,
  { rows, columns, page, firstRow = 0 }: GridSpace,
): GridPlace | undefined {
  const lastRow = rows - 1;
  const lastColumn = columns - 1;
  const steps: Readonly<Record<string, GridPlace>> = {
    ArrowDown: { row: isControl ? lastRow : row + 1, column },
    ArrowUp: { row: isControl ? firstRow : row - 1, column },
    ArrowRight: { row, column: isControl ? lastColumn : column + 1 },
    ArrowLeft: { row, column: isControl ? 0 : column - 1 },
    Home: isControl ? { row: Math.min(0, lastRow), column: 0 } : { row, column: 0 },
    End: { row: isControl ? lastRow : row, column: lastColumn },
    PageDown: { row: row + page, column },
    PageUp: { row: row < 0 ? row : Math.max(0, row - page), column },
  };
  const step = Object.hasOwn(steps, key) ? steps[key] : undefined;
  return (
    step && {
      row: Math.max(firstRow, Math.min(Math.max(firstRow, lastRow), step.row)),
      column: Math.max(0, Math.min(Math.max(0, lastColumn), step.column)),
    }
  );
}
