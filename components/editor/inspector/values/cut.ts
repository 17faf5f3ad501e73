import { type ColumnType, parseColumnType } from "#lib/contracts";

/** Drawing a range on the values that it judges: as numbers, whatever the column's type. */

const dayMs = 86_400_000;

/** The place of a value on a number line; undefined for what has none. Dates count days, timestamps milliseconds. */
export function placeOf(text: string, datatype: string): number | undefined {
  const type = parseColumnType(datatype)?.name;
  const place =
    type === "date"
      ? Date.parse(`${text}T00:00:00Z`) / dayMs
      : type === "timestamp" || type === "timestamp(tz)"
        ? Date.parse(`${text.replace(" ", "T").replace(/(\+\d\d)?$/, "")}Z`)
        : type === "time"
          ? Date.parse(`1970-01-01T${text}Z`)
          : text.trim() === ""
            ? Number.NaN
            : Number(text);
  return Number.isFinite(place) ? place : undefined;
}

/** A place as the column writes its values; numbers without what no reader would set by hand. */
export function writtenAt(place: number, type: ColumnType): string | number {
  const instant = (at: number) => new Date(at).toISOString().slice(0, 19).replace("T", " ");
  switch (type.name) {
    case "date":
      return new Date(Math.round(place) * dayMs).toISOString().slice(0, 10);
    case "timestamp":
      return instant(place);
    case "timestamp(tz)":
      return `${instant(place)}+00`;
    case "time":
      return new Date(Math.max(0, Math.min(dayMs - 1000, place))).toISOString().slice(11, 19);
    case "decimal":
      return Number(place.toFixed(type.scale));
    case "integer":
      return Math.round(place);
    default:
      return Number(place.toPrecision(6));
  }
}

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
}

const binCount = 24;

/** Equal bins over all places. */
export function binsOf(places: readonly number[]): readonly Bin[] {
  if (places.length === 0) return [];
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const place of places) {
    least = Math.min(least, place);
    most = Math.max(most, place);
  }
  const width = (most - least) / binCount || 1;
  const rows = new Array<number>(binCount).fill(0);
  for (const place of places) {
    const at = Math.min(binCount - 1, Math.floor((place - least) / width));
    rows[at] = (rows[at] ?? 0) + 1;
  }
  return rows.map((count, at) => ({ from: least + at * width, to: least + (at + 1) * width, rows: count }));
}

/** How many places lie outside of bounds; both bounds belong to the inside. */
export const outside = (
  places: readonly number[],
  least: number | undefined,
  most: number | undefined,
): number =>
  places.filter((place) => (least !== undefined && place < least) || (most !== undefined && place > most))
    .length;

/** How far an arrow moves a bound: a hundredth of what is drawn, as the type can tell. */
export function keyStep(bins: readonly Bin[], type: ColumnType): number {
  const span = (bins.at(-1)?.to ?? 1) - (bins[0]?.from ?? 0);
  const fine = span / 100;
  return type.name === "integer" || type.name === "date" ? Math.max(1, Math.round(fine)) : fine;
}
