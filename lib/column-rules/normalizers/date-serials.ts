import { type Sql, sql, unsafeText } from "#lib/sql";

/** Numbers that spreadsheets and programs write for moments. */
export const serialIds = ["excel-1900", "excel-1904", "unix-s", "unix-ms", "unix-us"] as const;
export type SerialId = (typeof serialIds)[number];

/** Whether a number is a moment of the world (seconds since 1970 in UTC) or a day and time on somebody's wall. */
export const isInstant = (serial: SerialId): boolean => serial.startsWith("unix");

/**
 * Days since the first day of a spreadsheet and the share of a day, to the millisecond as spreadsheets keep it. Their
 * 1900 system has a 29 February 1900 that never was (number 60, kept from Lotus 1-2-3): days before it count from another
 * day, and the day itself is a failure. Greatest numbers are 31 December 9999.
 */
function spreadsheet(value: Sql, serial: "excel-1900" | "excel-1904"): Sql {
  const pattern = "([0-9]{1,7})(?:[.,]([0-9]{1,15}))?";
  const days = sql`cast(regexp_extract(${value}, ${pattern}, 1) as integer)`;
  const share = sql`cast('0.' || regexp_extract(${value}, ${pattern}, 2) || '0' as decimal(38,16))`;
  const time = sql`to_milliseconds(cast(round(${share} * 86400000, 0) as bigint))`;
  const from = (first: string) =>
    sql`${unsafeText(`timestamp '${first} 00:00:00'`)} + to_days(${days}) + ${time}`;
  const moment =
    serial === "excel-1904"
      ? sql`case when ${days} <= 2957003 then ${from("1904-01-01")} end`
      : sql`case when ${days} between 1 and 59 then ${from("1899-12-31")}
          when ${days} between 61 and 2958465 then ${from("1899-12-30")} end`;
  return sql`case when regexp_full_match(${value}, ${pattern}) then ${moment} end`;
}

/** Patterns that keep the number of microseconds within 64 bits, and how many of them a unit has. */
const unix = {
  "unix-s": ["-?[0-9]{1,12}(?:\\.[0-9]{1,6})?", 1_000_000],
  "unix-ms": ["-?[0-9]{1,15}(?:\\.[0-9]{1,3})?", 1000],
  "unix-us": ["-?[0-9]{1,18}", 1],
} as const;

/** A number as a timestamp (of UTC for an instant); null where it is none. */
export function serialMoment(value: Sql, serial: SerialId): Sql {
  if (serial === "excel-1900" || serial === "excel-1904") return spreadsheet(value, serial);
  const [pattern, micros] = unix[serial];
  const since = sql`cast(cast(${value} as decimal(24,6)) * ${micros} as bigint)`;
  return sql`case when regexp_full_match(${value}, ${pattern}) then make_timestamp(${since}) end`;
}
