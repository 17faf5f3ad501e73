import { z } from "zod";
import type { ColumnType } from "#lib/contracts";
import { type Sql, sql } from "#lib/sql";
import { defineAnonymizer } from "../definition.ts";
import { text } from "../texts.ts";

const units = ["week", "month", "quarter", "year", "decade"] as const;
type Unit = (typeof units)[number];

interface Parameters {
  readonly unit: Unit;
  readonly output: "date" | "label";
}

const first: Readonly<Record<Unit, (day: Sql) => Sql>> = {
  week: (day) => sql`cast(date_trunc('week', ${day}) as date)`,
  month: (day) => sql`cast(date_trunc('month', ${day}) as date)`,
  quarter: (day) => sql`cast(date_trunc('quarter', ${day}) as date)`,
  year: (day) => sql`make_date(year(${day}), 1, 1)`,
  decade: (day) => sql`make_date(greatest(year(${day}) // 10 * 10, 1), 1, 1)`,
};

const label: Readonly<Record<Unit, (day: Sql) => Sql>> = {
  week: (day) =>
    sql`lpad(cast(isoyear(${day}) as varchar), 4, '0') || '-W' || lpad(cast(week(${day}) as varchar), 2, '0')`,
  month: (day) => sql`left(cast(${day} as varchar), 7)`,
  quarter: (day) => sql`left(cast(${day} as varchar), 4) || '-Q' || cast(quarter(${day}) as varchar)`,
  year: (day) => sql`left(cast(${day} as varchar), 4)`,
  decade: (day) => sql`left(cast(${day} as varchar), 3) || '0s'`,
};

/** Share of the days that can no longer be told apart, of a century. */
const days: Readonly<Record<Unit, number>> = { week: 7, month: 30, quarter: 91, year: 365, decade: 3652 };

const asDay = (value: Sql, type: ColumnType): Sql => {
  if (type.name === "date") return value;
  return type.name === "timestamp"
    ? sql`cast(${value} as date)`
    : sql`cast(timezone('UTC', ${value}) as date)`;
};

/** Keeps the week, month, quarter, year or decade of a date. */
export const generalizeDate = defineAnonymizer({
  id: "generalize-date",
  version: 1,
  accepts: ["date", "timestamp", "timestamp(tz)"],
  returns: (_type: ColumnType, params: Parameters): ColumnType => ({
    name: params.output === "date" ? "date" : "string",
  }),
  properties: {
    deterministic: true,
    keyed: false,
    reversible: false,
    unique: "lossy",
    nulls: "kept",
    length: 10,
  },
  params: z.strictObject({
    unit: z.enum(units).meta({ label: text("Keep", "Оставить") }),
    output: z
      .enum(["date", "label"])
      .default("date")
      .meta({
        label: text("Write as", "Записать как"),
        help: text(
          "date: the first day; label: 2024-W05, 2024-03, 2024-Q1, 2024, 2020s.",
          "date: первый день; label: 2024-W05, 2024-03, 2024-Q1, 2024, 2020s.",
        ),
      }),
  }),
  compile: {
    duckdb: ({ value, type, params }) => {
      const day = asDay(value, type);
      const form = params.output === "date" ? first : label;
      // Beyond these years the calendar's functions fail or answer infinity: such a value goes to quarantine.
      const [low, high] =
        type.name === "date"
          ? [sql`date '0001-01-08'`, sql`date '9999-12-31'`]
          : [sql`timestamp '0001-01-08'`, sql`timestamp '9999-12-31 23:59:59.999999'`];
      const compared = type.name === "timestamp(tz)" ? sql`timezone('UTC', ${value})` : value;
      return sql`case when ${compared} between ${low} and ${high} then ${form[params.unit](day)} end`;
    },
  },
  loss: ({ unit }) => Math.min(1, Math.log(days[unit]) / Math.log(36525)),
  technique: { dpv: null, etlx: "generalize-date", label: text("Generalisation", "Обобщение") },
  docs: {
    title: text("Coarsen dates", "Огрубление дат"),
    summary: text(
      "Keeps the week, month, quarter, year or decade of a date.",
      "Оставляет неделю, месяц, квартал, год или десятилетие даты.",
    ),
    risk: text(
      "Rare dates stay rare: very old people stand out by their year of birth.",
      "Редкие даты остаются редкими: очень пожилых людей выдаёт год рождения.",
    ),
    examples: [
      { params: { unit: "year" }, type: "date", input: "1987-05-04", output: "1987-01-01" },
      { params: { unit: "quarter" }, type: "date", input: "1987-05-04", output: "1987-04-01" },
      { params: { unit: "month" }, type: "timestamp", input: "1987-05-04 23:59:59", output: "1987-05-01" },
      { params: { unit: "week" }, type: "date", input: "2024-01-03", output: "2024-01-01" },
      { params: { unit: "decade" }, type: "date", input: "1987-05-04", output: "1980-01-01" },
      { params: { unit: "decade", output: "label" }, type: "date", input: "1987-05-04", output: "1980s" },
      { params: { unit: "week", output: "label" }, type: "date", input: "2021-01-01", output: "2020-W53" },
      { params: { unit: "quarter", output: "label" }, type: "date", input: "1987-05-04", output: "1987-Q2" },
      {
        params: { unit: "month", output: "label" },
        type: "timestamp(tz)",
        input: "1987-05-31 23:00:00-03",
        output: "1987-06",
      },
      { params: { unit: "year", output: "label" }, type: "date", input: "1987-05-04", output: "1987" },
      { params: { unit: "year" }, type: "date", input: null, output: null },
    ],
  },
});
