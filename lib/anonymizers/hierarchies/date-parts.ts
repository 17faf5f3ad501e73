import { z } from "zod";
import { sql } from "#lib/sql";
import { text } from "../texts.ts";
import { generalizeDate } from "../variants/generalize-date.ts";
import { defineHierarchy, topLabel } from "./definition.ts";

/** Ordered from fine to coarse; a week belongs to no month or year, so it cannot stand below one. */
const units = ["month", "quarter", "year", "decade"] as const;

/** The UTC day of a written date or timestamp, `1987-05-04`; undefined outside of the years that the engine covers. */
function dayOf(value: string): string | undefined {
  const written =
    /^\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:[+-]\d{2}(?::?\d{2})?)?)?$/.exec(value);
  const day = written?.[0].slice(0, 10);
  if (day === undefined || day < "0001-01-08") return undefined;
  const zone = /\d{2}:\d{2}.*([+-])(\d{2}):?(\d{2})?$/.exec(value);
  if (!zone) return day;
  const [, sign, hours, minutes = "00"] = zone;
  const moment = Date.parse(`${day}T${value.slice(11, 16)}:00Z`);
  const shift = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === "-" ? -1 : 1);
  return new Date(moment - shift).toISOString().slice(0, 10);
}

const written: Readonly<Record<(typeof units)[number], (day: string) => string>> = {
  month: (day) => day.slice(0, 7),
  quarter: (day) => `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`,
  year: (day) => day.slice(0, 4),
  decade: (day) => `${day.slice(0, 3)}0s`,
};

/** Months, quarters, years, decades, then everything together. */
export const dateParts = defineHierarchy({
  id: "date-parts",
  version: 1,
  accepts: ["date", "timestamp", "timestamp(tz)"],
  params: z
    .strictObject({
      units: z
        .array(z.enum(units))
        .min(1)
        .meta({ label: text("Units", "Единицы"), help: text("From fine to coarse.", "От точной к грубой.") }),
    })
    .refine(
      ({ units: given }) =>
        given.every((unit, at) => at === 0 || units.indexOf(unit) > units.indexOf(given[at - 1] ?? unit)),
      { message: "units go from fine to coarse" },
    ),
  levels: ({ units: given }) => given.length + 2,
  label: ({ units: given }, value, level) => {
    const day = dayOf(value);
    const unit = given[level - 1];
    if (day === undefined) return null;
    return unit === undefined ? topLabel : written[unit](day);
  },
  compile: {
    duckdb: ({ value, canonical, type, params, level }) => {
      const unit = params.units[level - 1];
      // A rule without SQL would cover nothing.
      const label =
        generalizeDate.compile?.duckdb({
          value,
          type,
          canonical,
          params: { unit: unit ?? "year", output: "label" },
          keyed: { hmac: () => sql`null`, pick: () => sql`null` },
          column: () => sql`null`,
        }) ?? sql`null`;
      return unit === undefined ? sql`case when ${label} is not null then ${topLabel} end` : label;
    },
  },
  docs: {
    title: text("Dates", "Даты"),
    summary: text("Months, quarters, years, decades.", "Месяцы, кварталы, годы, десятилетия."),
    examples: [
      {
        params: { units: ["month", "quarter", "year", "decade"] },
        type: "date",
        input: "1987-05-04",
        labels: ["1987-05", "1987-Q2", "1987", "1980s", "*"],
      },
      { params: { units: ["year"] }, type: "timestamp", input: "2024-12-31 23:59:59", labels: ["2024", "*"] },
      { params: { units: ["year"] }, type: "date", input: "infinity", labels: [null, null] },
    ],
  },
});
