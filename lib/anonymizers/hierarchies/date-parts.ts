import { z } from "zod";
import { sql } from "#lib/sql";
import { text } from "../texts.ts";
import { generalizeDate } from "../variants/generalize-date.ts";
import { defineHierarchy, topLabel } from "./definition.ts";

/** Ordered from fine to coarse; a week belongs to no month or year, so it cannot stand below one. */
const units = ["month", "quarter", "year", "decade"] as const;

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
