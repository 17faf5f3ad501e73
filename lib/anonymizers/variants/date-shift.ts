import { z } from "zod";
import { type Sql, sql } from "#lib/sql";
import { defineAnonymizer } from "../definition.ts";
import { text, textParam } from "../texts.ts";

/** −days … −1 and 1 … days, each as likely. */
function shift(pick: Sql, days: number): Sql {
  const step = sql`cast(${pick} % ${2 * days} as integer)`;
  return sql`(${step} - ${days} + cast(${step} >= ${days} as integer))`;
}

/** Moves the dates of one entity by one number of days, the same in every table: order and distances stay. */
export const dateShift = defineAnonymizer({
  id: "date-shift",
  version: 1,
  accepts: ["date", "timestamp", "timestamp(tz)"],
  returns: "same",
  needs: ["entity"],
  entity: ({ entity }) => entity,
  properties: { deterministic: true, keyed: true, reversible: false, unique: "lossy", nulls: "kept" },
  params: z.strictObject({
    days: z
      .number()
      .int()
      .min(1)
      .max(3650)
      .default(182)
      .meta({ label: text("At most, days", "Не больше, дней") }),
    entity: textParam({ min: 1, max: 120 })
      .optional()
      .meta({
        label: text("Table of the entity", "Таблица сущности"),
        names: "table",
        help: text(
          "Whose dates move together, such as patient; this table when empty.",
          "Чьи даты сдвигаются вместе, например patient; пусто — эта таблица.",
        ),
      }),
  }),
  compile: {
    duckdb: ({ value, type, entity, keyed, params }) => {
      if (entity === undefined) return sql`null`;
      const days = shift(keyed.pick(entity, `days/${params.days}`), params.days);
      // Within these years a shift cannot leave the calendar; infinity cannot be shifted. The hash stays out of the
      // `case`, inside which the engine would compute it once for each mention.
      if (type.name === "date") {
        return sql`case when ${value} between date '0020-01-01' and date '9980-12-31' then ${value} end + ${days}`;
      }
      const naive = type.name === "timestamp" ? value : sql`timezone('UTC', ${value})`;
      const safe = sql`case when ${naive} between timestamp '0020-01-01' and timestamp '9980-12-31' then ${naive} end`;
      const moved = sql`${safe} + to_days(${days})`;
      return type.name === "timestamp" ? moved : sql`timezone('UTC', ${moved})`;
    },
  },
  loss: ({ days }) => Math.min(1, Math.log(2 * days + 1) / Math.log(36525)),
  technique: { dpv: null, etlx: "date-shift", label: text("Date shift", "Сдвиг дат") },
  docs: {
    title: text("Shift dates", "Сдвиг дат"),
    summary: text(
      "Moves all dates of one person or thing by the same secret number of days, never by none. Order, distances and times of day stay.",
      "Сдвигает все даты одного человека или объекта на одно тайное число дней, не равное нулю. Порядок, промежутки и время суток сохраняются.",
    ),
    risk: text(
      "Distances between dates stay and can be recognised. A row without the entity goes to quarantine.",
      "Промежутки между датами сохраняются и могут быть узнаны. Строка без сущности попадает в карантин.",
    ),
    examples: [
      { params: { days: 30 }, type: "date", input: "2024-03-01" },
      { params: { days: 1 }, type: "timestamp", input: "2024-03-01 10:05:00" },
      { params: {}, type: "timestamp(tz)", input: "2024-03-01 10:05:00+00" },
      { params: { days: 30 }, type: "date", input: null, output: null },
    ],
  },
});
