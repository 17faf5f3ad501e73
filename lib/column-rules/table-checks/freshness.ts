import { z } from "zod";
import { sql } from "#lib/sql";
import { text } from "../texts.ts";
import { defineTableCheck, isOf } from "./definition.ts";
import { columnParam } from "./params.ts";

/** The newest value may not be older than a time before the run's start. */
export const freshness = defineTableCheck({
  kind: "table-check",
  id: "freshness",
  version: 1,
  params: z.strictObject({
    column: columnParam(text("Column", "Колонка")),
    hours: z
      .number()
      .positive()
      .max(1e6)
      .meta({ label: text("Not older than, hours", "Не старше, часов") }),
  }),
  scope: "aggregate",
  columnsUsed: ({ column }) => [column],
  columnsProblem: ({ column }, datatypes) =>
    isOf(datatypes.get(column), ["date", "timestamp", "timestamp(tz)"])
      ? undefined
      : text("The column is no date or timestamp.", "Колонка — не дата и не метка времени."),
  violated: {
    // A day is fresh until it ends. A table without a value is not fresh: null counts as violated.
    duckdb: ({ params, column, startedAt }) =>
      sql`max(case when typeof(${column(params.column)}) = 'DATE'
        then cast(${column(params.column)} as timestamp) + interval 1 day else cast(${column(params.column)} as timestamp) end)
        < cast(${startedAt} as timestamp) - to_microseconds(cast(${Math.round(params.hours * 3600)} as bigint) * 1000000)`,
  },
  docs: {
    title: text("Freshness", "Свежесть"),
    summary: text(
      "The newest value of a column must not be older than so many hours before the run started.",
      "Самое новое значение колонки не должно быть старше стольких часов до начала запуска.",
    ),
    examples: [
      {
        params: { column: "updated_at", hours: 24 },
        columns: { updated_at: "timestamp" },
        rows: [["2024-04-28 09:00:00"], ["2024-05-01 18:00:00"]],
        startedAt: "2024-05-02 12:00:00+00",
        violated: false,
      },
      {
        params: { column: "updated_at", hours: 24 },
        columns: { updated_at: "timestamp" },
        rows: [["2024-04-28 09:00:00"], [null]],
        startedAt: "2024-05-02 12:00:00+00",
        violated: true,
      },
      {
        params: { column: "ordered_on", hours: 12 },
        columns: { ordered_on: "date" },
        rows: [["2024-05-01"]],
        startedAt: "2024-05-02 12:00:00+00",
        violated: false,
      },
      {
        params: { column: "ordered_on", hours: 12 },
        columns: { ordered_on: "date" },
        rows: [[null]],
        startedAt: "2024-05-02 12:00:00+00",
        violated: true,
      },
    ],
  },
});
