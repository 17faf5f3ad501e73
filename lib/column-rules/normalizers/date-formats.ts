import { z } from "zod";
import { and, join, type Sql, sql } from "#lib/sql";
import { withEnglishMonth } from "./month-names.ts";

/** The formats of written dates: their grammar, and how a text is read by them. */

const codes = ["%d", "%m", "%Y", "%y", "%b", "%B", "%H", "%I", "%M", "%S", "%f", "%p", "%z"];
const codesIn = (format: string): readonly string[] => format.match(/%.?/gs) ?? [];

export const has = (format: string, ...wanted: readonly string[]): boolean =>
  codesIn(format).some((code) => wanted.includes(code));

/** A date in full, each code once, and a time of day that leaves nothing out above what it has. */
function isFormat(format: string): boolean {
  const used = codesIn(format);
  const time = (...needed: readonly string[]) => needed.every((code) => used.includes(code));
  return (
    used.every((code) => codes.includes(code)) &&
    new Set(used).size === used.length &&
    has(format, "%d") &&
    [has(format, "%m"), has(format, "%b"), has(format, "%B")].filter(Boolean).length === 1 &&
    has(format, "%Y") !== has(format, "%y") &&
    (!has(format, "%M") || has(format, "%H", "%I")) &&
    (!has(format, "%S") || time("%M")) &&
    (!has(format, "%f") || time("%S")) &&
    has(format, "%I") === has(format, "%p") &&
    !(has(format, "%H") && has(format, "%I")) &&
    (!has(format, "%z") || has(format, "%H", "%I"))
  );
}

export const formatSchema = z
  .string()
  .max(60)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  .regex(/^[^\u0000-\u001f]+$/)
  .refine(isFormat, {
    message: "a format has %d, %m (or %b, %B) and %Y (or %y), then %H:%M[:%S[.%f]] and %z; each once",
  });

/** The engine reads `24` for `%Y` as the year 24: years below 1000 are taken for years that lost their century. */
export const withFullYear = (parsed: Sql): Sql =>
  sql`case when year(${parsed}) between 1000 and 9999 then ${parsed} end`;

/** The engine's own pivot is 69. Moving a century may leave the calendar (29.02.00 in 1900): that is a failure. */
function withPivot(parsed: Sql, pivot: number): Sql {
  if (pivot === 69) return parsed;
  const century = pivot < 69 ? sql`(${parsed} - interval 100 year)` : sql`(${parsed} + interval 100 year)`;
  const moved =
    pivot < 69
      ? sql`year(${parsed}) >= ${2000 + pivot}`
      : sql`year(${parsed}) between 1969 and ${1900 + pivot - 1}`;
  return sql`case when not (${moved}) then ${parsed} when day(${century}) = day(${parsed}) then ${century} end`;
}

/** What a text must contain to be of a format: a look for it is many times cheaper than a parse that fails. */
const separators = (format: string): readonly string[] => [
  ...new Set(format.replaceAll(/%./gs, "").match(/[^\sA-Za-z0-9]/gu) ?? []),
];

function parsedAs(value: Sql, format: string): Sql {
  const isNamed = has(format, "%b", "%B");
  const subject = isNamed ? withEnglishMonth(value, has(format, "%B") ? "full" : "short") : value;
  const wanted = separators(format).map((sign) => sql`contains(${value}, ${sign})`);
  const parsed = sql`try_strptime(${subject}, ${format})`;
  return wanted.length === 0 ? parsed : sql`case when ${and(wanted)} then ${parsed} end`;
}

/** What the first reading that succeeds gives. */
export const firstOf = (readings: readonly Sql[]): Sql =>
  readings.length === 1 ? join(readings) : sql`coalesce(${join(readings)})`;

/** A text read by the first format that fits. `once` names what is mentioned twice. */
export function readByFormats(
  value: Sql,
  formats: readonly string[],
  pivot: number,
  once: (read: Sql) => Sql,
): Sql {
  if (formats.every((format) => has(format, "%Y")))
    return withFullYear(once(firstOf(formats.map((format) => parsedAs(value, format)))));
  return firstOf(
    formats.map((format) => {
      const parsed = once(parsedAs(value, format));
      return has(format, "%Y") ? withFullYear(parsed) : withPivot(parsed, pivot);
    }),
  );
}
