import { z } from "zod";
import type { ColumnType } from "#lib/contracts";
import { and, join, type Sql, sql } from "#lib/sql";
import { type CompileContext, defineNormalizer, once } from "../definition.ts";
import { text } from "../texts.ts";

const codes = ["%d", "%m", "%Y", "%y", "%b", "%B", "%H", "%I", "%M", "%S", "%f", "%p", "%z"];
const codesIn = (format: string): readonly string[] => format.match(/%.?/gs) ?? [];

const has = (format: string, ...wanted: readonly string[]): boolean =>
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

const formatSchema = z
  .string()
  .max(60)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  .regex(/^[^\u0000-\u001f]+$/)
  .refine(isFormat, {
    message: "a format has %d, %m (or %b, %B) and %Y (or %y), then %H:%M[:%S[.%f]] and %z; each once",
  });

/** The engine reads `24` for `%Y` as the year 24: years below 1000 are taken for years that lost their century. */
const withFullYear = (parsed: Sql): Sql =>
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

interface Parameters {
  readonly formats: readonly string[];
  readonly pivot: number;
}

/** What a text must contain to be of a format: a look for it is many times cheaper than a parse that fails. */
const separators = (format: string): readonly string[] => [
  ...new Set(format.replaceAll(/%./gs, "").match(/[^\sA-Za-z0-9]/gu) ?? []),
];

const parsedAs = (value: Sql, format: string): Sql => {
  const wanted = separators(format).map((sign) => sql`contains(${value}, ${sign})`);
  const parsed = sql`try_strptime(${value}, ${format})`;
  return wanted.length === 0 ? parsed : sql`case when ${and(wanted)} then ${parsed} end`;
};

const firstOf = (readings: readonly Sql[]): Sql =>
  readings.length === 1 ? join(readings) : sql`coalesce(${join(readings)})`;

function parse(context: CompileContext<Parameters>): Sql {
  const { value, params } = context;
  if (params.formats.every((format) => has(format, "%Y")))
    return withFullYear(once(context, firstOf(params.formats.map((format) => parsedAs(value, format)))));
  return firstOf(
    params.formats.map((format) => {
      const parsed = once(context, parsedAs(value, format));
      return has(format, "%Y") ? withFullYear(parsed) : withPivot(parsed, params.pivot);
    }),
  );
}

const zoned = (params: Parameters): boolean => params.formats.some((format) => has(format, "%z"));
const timed = (params: Parameters): boolean => params.formats.some((format) => has(format, "%H", "%I"));

/**
 * Reads dates and times in given formats. A day that the calendar does not have is a failure, and so is anything
 * before or after what the format says. The engine's parser is faster than slicing the text and checking its digits.
 */
export const parseDate = defineNormalizer({
  id: "parse-date",
  version: 1,
  phase: "parse",
  accepts: ["date", "timestamp", "timestamp(tz)"],
  returns: (type: ColumnType, params: Parameters) =>
    type.name === "date" ? "date" : zoned(params) ? "timestamp(tz)" : "timestamp",
  params: z
    .strictObject({
      formats: z
        .array(formatSchema)
        .min(1)
        .max(20)
        .meta({
          label: text("Formats", "Форматы"),
          help: text(
            "The first that fits is taken: %d.%m.%Y, %Y-%m-%d, %d.%m.%Y %H:%M:%S …",
            "Берётся первый подходящий: %d.%m.%Y, %Y-%m-%d, %d.%m.%Y %H:%M:%S …",
          ),
        }),
      pivot: z
        .number()
        .int()
        .min(0)
        .max(100)
        .default(69)
        .meta({
          label: text("First two-digit year of the 1900s", "Первый двузначный год 1900-х"),
          help: text("With 69, 68 is 2068 and 69 is 1969.", "При 69 год 68 — это 2068, а 69 — 1969."),
        }),
    })
    .refine(({ formats }) => new Set(formats.map((format) => has(format, "%z"))).size === 1, {
      message: "either every format has a zone (%z) or none",
    }),
  problem: (params, type) =>
    zoned(params) && type.name !== "timestamp(tz)"
      ? text(
          "A format with a zone (%z) needs the type timestamp(tz).",
          "Формат с поясом (%z) требует тип timestamp(tz).",
        )
      : undefined,
  compile: {
    duckdb: (context) => {
      const { type, params } = context;
      const parsed = parse(context);
      if (type.name !== "date") return parsed;
      if (!timed(params)) return sql`cast(${parsed} as date)`;
      // A date holds no time of day, so only midnight is exact.
      return sql`case when ${parsed} = date_trunc('day', ${parsed}) then cast(${parsed} as date) end`;
    },
  },
  docs: {
    title: text("Parse dates", "Разбор дат"),
    summary: text(
      "Reads dates and times in the formats you list. A date that does not exist is a failure.",
      "Читает даты и время в указанных форматах. Несуществующая дата считается ошибкой.",
    ),
    examples: [
      {
        type: "date",
        params: { formats: ["%d.%m.%Y", "%Y-%m-%d"] },
        input: "04.05.1987",
        output: "1987-05-04",
      },
      {
        type: "date",
        params: { formats: ["%d.%m.%Y", "%Y-%m-%d"] },
        input: "1987-05-04",
        output: "1987-05-04",
      },
      { type: "date", params: { formats: ["%d/%m/%Y"] }, input: "31/12/1999", output: "1999-12-31" },
      { type: "date", params: { formats: ["%d.%m.%Y"] }, input: "31.02.2024", output: null },
      { type: "date", params: { formats: ["%d.%m.%Y"] }, input: "01.02.24", output: null },
      { type: "date", params: { formats: ["%d.%m.%Y"] }, input: "01.02.2024 г.", output: null },
      { type: "date", params: { formats: ["%d.%m.%y"] }, input: "01.02.68", output: "2068-02-01" },
      { type: "date", params: { formats: ["%d.%m.%y"], pivot: 30 }, input: "01.02.68", output: "1968-02-01" },
      { type: "date", params: { formats: ["%d.%m.%y"], pivot: 30 }, input: "01.02.29", output: "2029-02-01" },
      { type: "date", params: { formats: ["%d.%m.%y"], pivot: 0 }, input: "29.02.00", output: null },
      { type: "date", params: { formats: ["%d.%m.%y"], pivot: 80 }, input: "01.02.79", output: "2079-02-01" },
      { type: "date", params: { formats: ["%d.%m.%Y %H:%M"] }, input: "01.02.2024 10:00", output: null },
      {
        type: "timestamp",
        params: { formats: ["%d.%m.%Y %H:%M"] },
        input: "01.02.2024 10:05",
        output: "2024-02-01 10:05:00",
      },
      {
        type: "timestamp",
        params: { formats: ["%d.%m.%Y %H:%M:%S"] },
        input: "01.02.2024 24:00:00",
        output: null,
      },
      {
        type: "timestamp(tz)",
        params: { formats: ["%Y-%m-%d %H:%M:%S%z"] },
        input: "2024-02-01 10:05:00+03",
        output: "2024-02-01 07:05:00+00",
      },
      { type: "date", params: { formats: ["%d.%m.%Y"] }, input: null, output: null },
    ],
  },
});
