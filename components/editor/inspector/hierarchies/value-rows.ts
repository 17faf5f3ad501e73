/** Changes of listed values with their labels: a value, then its labels, the finest first. Values with one label share it at every higher level too. */

export type Row = readonly string[];

/** A class of the tree: the label of some values at a level; level 0 is the values themselves. */
export interface Place {
  readonly level: number;
  readonly label: string;
}

const isIn = (row: Row, { level, label }: Place): boolean => row[level] === label;

/** Names in use at a level, in the order in which they come. */
export const labelsAt = (rows: readonly Row[], level: number): readonly string[] => [
  ...new Set(rows.flatMap((row) => row[level] ?? [])),
];

/** Another name for a class; the name of another one puts both together, with the labels above that one. */
export function renameLabel(rows: readonly Row[], place: Place, to: string): readonly Row[] {
  const other = rows.find((row) => isIn(row, { ...place, label: to }));
  return rows.map((row) => {
    if (!isIn(row, place)) return row;
    const above = other ? other.slice(place.level + 1) : row.slice(place.level + 1);
    return [...row.slice(0, place.level), to, ...above];
  });
}

/** Puts a value or a class under another class of the level above it. */
export function moveUnder(rows: readonly Row[], place: Place, parent: string): readonly Row[] {
  const target = rows.find((row) => isIn(row, { level: place.level + 1, label: parent }));
  if (!target) return rows;
  const above = target.slice(place.level + 1);
  return rows.map((row) => (isIn(row, place) ? [...row.slice(0, place.level + 1), ...above] : row));
}

/** A class of its own for a value or class, beside the one that it is in. */
export function moveToNew(rows: readonly Row[], place: Place, label: string): readonly Row[] {
  const level = place.level + 1;
  return rows.map((row) => (isIn(row, place) && level < row.length ? row.with(level, label) : row));
}

export const removePlace = (rows: readonly Row[], place: Place): readonly Row[] =>
  rows.filter((row) => !isIn(row, place));

/** One value more, in a class; the whole list is one class where there is none yet. */
export function addValue(rows: readonly Row[], value: string, inside: Place | undefined): readonly Row[] {
  if (rows.some((row) => row[0] === value)) return rows;
  const model = (inside && inside.level > 0 && rows.find((row) => isIn(row, inside))) || rows[0];
  return [...rows, model ? [value, ...model.slice(1)] : [value, topLabel]];
}

/** What the highest class is called, unless it is named: nothing is told. */
const topLabel = "*";

/** A level more above all others, in which everything is one. */
export const addLevel = (rows: readonly Row[]): readonly Row[] =>
  rows.map((row) => [...row, row.at(-1) === topLabel ? `${topLabel}${topLabel}` : topLabel]);

/** One level less; values and one level of labels stay. */
export const removeLevel = (rows: readonly Row[], level: number): readonly Row[] =>
  level > 0 && (rows[0]?.length ?? 0) > 2 ? rows.map((row) => row.toSpliced(level, 1)) : rows;
