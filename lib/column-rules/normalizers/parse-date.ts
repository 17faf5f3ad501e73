import { z } from "zod";
import type { ColumnType } from "#lib/contracts";
import { type Sql, sql } from "#lib/sql";
import { type CompileContext, defineNormalizer, once } from "../definition.ts";
import { text } from "../texts.ts";
import { firstOf, formatSchema, has, readByFormats, withFullYear } from "./date-formats.ts";
import { isInstant, type SerialId, serialIds, serialMoment } from "./date-serials.ts";

interface Parameters {
  readonly formats: readonly string[];
  readonly pivot: number;
  readonly serial?: SerialId | undefined;
  readonly zone?: string | undefined;
}

const zoned = (params: Parameters): boolean => params.formats.some((format) => has(format, "%z"));
const timed = (params: Parameters): boolean =>
  params.formats.some((format) => has(format, "%H", "%I")) || params.serial !== undefined;
const readsInstants = (params: Parameters): boolean =>
  (params.formats.length === 0 || zoned(params)) && (params.serial === undefined || isInstant(params.serial));

/** What the readings yield for a type: instants only where each of them is one, or a zone makes it one. */
const gives = (type: ColumnType, params: Parameters): "timestamp" | "timestamp(tz)" =>
  type.name === "timestamp(tz)" && (params.zone !== undefined || readsInstants(params))
    ? "timestamp(tz)"
    : "timestamp";

function parse(context: CompileContext<Parameters>): Sql {
  const { value, type, params } = context;
  const [wanted, zone] = [gives(type, params), params.zone ?? "UTC"];
  const turned = (moment: Sql, instant: boolean): Sql =>
    instant === (wanted === "timestamp(tz)") ? moment : sql`timezone(${zone}, ${moment})`;
  const readings: Sql[] = [];
  if (params.formats.length > 0) {
    const read = readByFormats(value, params.formats, params.pivot, (moment) => once(context, moment));
    readings.push(turned(read, zoned(params)));
  }
  if (params.serial) {
    const moment = withFullYear(once(context, serialMoment(value, params.serial)));
    const instant = isInstant(params.serial);
    readings.push(turned(instant ? sql`timezone('UTC', ${moment})` : moment, instant));
  }
  return firstOf(readings);
}

function isZone(zone: string): boolean {
  try {
    return (
      /^[A-Za-z_]+(\/[A-Za-z0-9_+-]+)*$/.test(zone) &&
      new Intl.DateTimeFormat("en", { timeZone: zone }) !== null
    );
  } catch {
    return false;
  }
}

/**
 * Reads dates and times in given formats. A day that the calendar does not have is a failure, and so is anything
 * before or after what the format says. The engine's parser is faster than slicing the text and checking its digits.
 */
export const parseDate = defineNormalizer({
  id: "parse-date",
  version: 2,
  phase: "parse",
  accepts: ["date", "timestamp", "timestamp(tz)"],
  returns: (type: ColumnType, params: Parameters) => (type.name === "date" ? "date" : gives(type, params)),
  params: z
    .strictObject({
      formats: z
        .array(formatSchema)
        .max(20)
        .default([])
        .meta({
          label: text("Formats", "Форматы"),
          help: text(
            "The first that fits is taken: %d.%m.%Y, %Y-%m-%d, %d %B %Y, %d.%m.%Y %H:%M:%S … Months in English or Russian.",
            "Берётся первый подходящий: %d.%m.%Y, %Y-%m-%d, %d %B %Y, %d.%m.%Y %H:%M:%S … Месяцы по-русски или по-английски.",
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
      serial: z
        .enum(serialIds)
        .optional()
        .meta({
          label: text("Numbers that no format fits", "Числа, которым не подошёл формат"),
          help: text(
            "Days of a spreadsheet (since 1900 or 1904) or time since 1970 in seconds, milliseconds or microseconds.",
            "Дни электронной таблицы (с 1900 или 1904 года) или время с 1970 года в секундах, миллисекундах или микросекундах.",
          ),
        }),
      zone: z
        .string()
        .max(60)
        .refine(isZone, { message: "not a time zone of the IANA database, such as Europe/Moscow" })
        .optional()
        .meta({
          label: text("Time zone", "Часовой пояс"),
          help: text(
            "Of texts without a zone in a timestamp(tz), and of the result where the column keeps none: Europe/Moscow.",
            "Пояс записей без пояса для timestamp(tz) и пояс результата, если столбец его не хранит: Europe/Moscow.",
          ),
        }),
    })
    .refine(({ formats, serial }) => formats.length > 0 || serial !== undefined, {
      message: "a format or a kind of number is needed",
      path: ["formats"],
    })
    .refine(
      ({ formats }) => formats.length === 0 || new Set(formats.map((format) => has(format, "%z"))).size === 1,
      {
        message: "either every format has a zone (%z) or none",
      },
    ),
  problem: (params, type) => {
    if (params.zone !== undefined) return undefined;
    if (zoned(params) && type.name !== "timestamp(tz)") {
      return text(
        "A format with a zone (%z) needs the type timestamp(tz), or a zone to write the time in.",
        "Формат с поясом (%z) требует тип timestamp(tz) или пояс, в котором записать время.",
      );
    }
    const instants = zoned(params) || (params.serial !== undefined && isInstant(params.serial));
    return type.name === "timestamp(tz)" && instants && !readsInstants(params)
      ? text("Texts with and without a zone need a zone.", "Для записей с поясом и без него нужен пояс.")
      : undefined;
  },
  compile: {
    duckdb: (context) => {
      const { type, params } = context;
      const parsed = parse(context);
      if (type.name !== "date") return parsed;
      if (!timed(params)) return sql`cast(${parsed} as date)`;
      // A date holds no time of day, so only midnight is exact.
      const moment = once(context, parsed);
      return sql`case when ${moment} = date_trunc('day', ${moment}) then cast(${moment} as date) end`;
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
      { type: "date", params: { formats: ["%d %B %Y"] }, input: "4 мая 1987", output: "1987-05-04" },
      { type: "date", params: { formats: ["%d %B %Y г."] }, input: "14 Марта 2024 г.", output: "2024-03-14" },
      { type: "date", params: { formats: ["%d %B %Y"] }, input: "31 сентября 2024", output: null },
      { type: "date", params: { formats: ["%d %B %Y"] }, input: "4 May 1987", output: "1987-05-04" },
      {
        type: "date",
        params: { formats: ["%d %b %Y", "%d.%m.%Y"] },
        input: "04 сент. 2024",
        output: "2024-09-04",
      },
      { type: "date", params: { formats: ["%d %B %Y"] }, input: "4 Марина 1987", output: null },
      { type: "date", params: { serial: "excel-1900" }, input: "45000", output: "2023-03-15" },
      { type: "date", params: { serial: "excel-1900" }, input: "59", output: "1900-02-28" },
      { type: "date", params: { serial: "excel-1900" }, input: "60", output: null },
      { type: "date", params: { serial: "excel-1900" }, input: "61", output: "1900-03-01" },
      { type: "date", params: { serial: "excel-1900" }, input: "2958466", output: null },
      { type: "date", params: { serial: "excel-1904" }, input: "0", output: "1904-01-01" },
      {
        type: "date",
        params: { formats: ["%d.%m.%Y"], serial: "excel-1900" },
        input: "15.03.2023",
        output: "2023-03-15",
      },
      {
        type: "timestamp",
        params: { serial: "excel-1900" },
        input: "45000,75",
        output: "2023-03-15 18:00:00",
      },
      { type: "timestamp", params: { serial: "unix-s" }, input: "1700000000", output: "2023-11-14 22:13:20" },
      {
        type: "timestamp",
        params: { serial: "unix-ms", zone: "Europe/Moscow" },
        input: "1700000000000",
        output: "2023-11-15 01:13:20",
      },
      {
        type: "timestamp(tz)",
        params: { serial: "unix-us" },
        input: "-1",
        output: "1969-12-31 23:59:59.999999+00",
      },
      { type: "timestamp(tz)", params: { serial: "unix-s" }, input: "999999999999", output: null },
      {
        type: "timestamp(tz)",
        params: { formats: ["%d.%m.%Y %H:%M"], zone: "Europe/Moscow" },
        input: "01.02.2024 10:05",
        output: "2024-02-01 07:05:00+00",
      },
      {
        type: "timestamp",
        params: { formats: ["%Y-%m-%d %H:%M%z"], zone: "Asia/Yekaterinburg" },
        input: "2024-02-01 10:05+03",
        output: "2024-02-01 12:05:00",
      },
      { type: "date", params: { formats: ["%d.%m.%Y"] }, input: "01.01.10000", output: null },
      { type: "date", params: { formats: ["%d.%m.%Y"] }, input: "infinity", output: null },
      { type: "date", params: { formats: ["%d.%m.%Y"] }, input: null, output: null },
    ],
  },
});
