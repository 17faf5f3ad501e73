import type { NumberKind } from "./parts.ts";

const dayMilliseconds = 86_400_000;
/** 1970-01-01 as a day number of each calendar. Before March 1900 Excel counts a day that never was. */
const unixDay = 25_569;
const days1904 = 1462;

const two = (value: number): string => String(value).padStart(2, "0");

function clockOf(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const rest = milliseconds % 1000;
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return rest === 0 ? clock : `${clock}.${String(rest).padStart(3, "0")}`;
}

/** A number as people read it: the shortest text that is the same double, never `43.100000000000001`. */
const numberText = (value: number, raw: string): string => {
  // Whole numbers of more digits than a double holds are kept as they are written.
  if (/^-?\d+$/.test(raw)) return raw;
  return Number.isFinite(value) ? String(value) : raw;
};

/** A numeric cell as text: ISO 8601 where its format shows a date or a time. */
export function cellText(raw: string, kind: NumberKind, is1904: boolean): string {
  const value = Number(raw);
  if (kind === "number" || !Number.isFinite(value)) return numberText(value, raw);
  const serial = value + (is1904 ? days1904 : 0);
  const shift = !is1904 && serial < 60 ? 1 : 0;
  const instant = Math.round((serial + shift - unixDay) * dayMilliseconds);
  const time = ((instant % dayMilliseconds) + dayMilliseconds) % dayMilliseconds;
  if (kind === "time" && value < 1 && value >= 0) return clockOf(time);
  const date = new Date(instant);
  if (Number.isNaN(date.getTime()) || value < 0) return numberText(value, raw);
  const day = date.toISOString().slice(0, 10);
  return kind === "date" && time === 0 ? day : `${day} ${clockOf(time)}`;
}
