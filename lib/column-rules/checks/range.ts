import { z } from "zod";
import type { ColumnType } from "#lib/contracts";
import { or, type Sql, sql } from "#lib/sql";
import { defineCheck } from "../definition.ts";
import { text, textParam } from "../texts.ts";
import { typedLiteral } from "../typed-literal.ts";

interface Parameters {
  readonly minimum?: string | number | undefined;
  readonly maximum?: string | number | undefined;
}

const bound = (label: ReturnType<typeof text>) =>
  z
    .union([textParam({ min: 1, max: 64 }), z.number()])
    .optional()
    .meta({ label });

/** Null where a bound is no value of the type: everything violates then, and `problem` says why before a run. */
const bounds = (params: Parameters, type: ColumnType): { low?: Sql; high?: Sql } => ({
  low: params.minimum === undefined ? undefined : (typedLiteral(params.minimum, type) ?? sql`null`),
  high: params.maximum === undefined ? undefined : (typedLiteral(params.maximum, type) ?? sql`null`),
});

const isValue = (value: string | number | undefined, type: ColumnType): boolean =>
  value === undefined || typedLiteral(value, type) !== undefined;

/** Bounds, both included, written as values of the column's type. */
export const range = defineCheck({
  kind: "check",
  id: "range",
  version: 1,
  accepts: ["integer", "decimal", "float", "date", "time", "timestamp", "timestamp(tz)"],
  params: z
    .strictObject({
      minimum: bound(text("Least", "Не меньше")),
      maximum: bound(text("Greatest", "Не больше")),
    })
    .refine((p) => p.minimum !== undefined || p.maximum !== undefined, {
      message: "give a minimum, a maximum or both",
    }),
  problem: (params, type) =>
    isValue(params.minimum, type) && isValue(params.maximum, type)
      ? undefined
      : text("A bound is not a value of the column's type.", "Граница не является значением типа колонки."),
  scope: "row",
  violated: {
    duckdb: ({ value, type, params }) => {
      const { low, high } = bounds(params, type);
      const beyond = [...(low ? [sql`${value} < ${low}`] : []), ...(high ? [sql`${value} > ${high}`] : [])];
      return sql`coalesce(${or(beyond)}, true)`;
    },
  },
  clamp: {
    duckdb: ({ value, type, params }) => {
      const { low, high } = bounds(params, type);
      const raised = low ? sql`greatest(${value}, ${low})` : value;
      return high ? sql`least(${raised}, ${high})` : raised;
    },
  },
  constraint: ({ minimum, maximum }) => ({
    ...(minimum === undefined ? {} : { minimum: String(minimum) }),
    ...(maximum === undefined ? {} : { maximum: String(maximum) }),
  }),
  docs: {
    title: text("Range", "Диапазон"),
    summary: text(
      "Values below or above the bounds violate; the bounds themselves do not.",
      "Нарушают значения вне границ; сами границы допустимы.",
    ),
    examples: [
      {
        type: "date",
        params: { minimum: "1900-01-01", maximum: "2026-12-31" },
        input: "1899-12-31",
        output: "violated",
      },
      {
        type: "date",
        params: { minimum: "1900-01-01", maximum: "2026-12-31" },
        input: "1900-01-01",
        output: "passes",
      },
      { type: "decimal(10,2)", params: { maximum: "99.50" }, input: "99.51", output: "violated" },
      { type: "integer", params: { minimum: 0 }, input: "-1", output: "violated" },
      { type: "integer", params: { minimum: 0 }, input: "0", output: "passes" },
      { type: "float", params: { minimum: 0.5 }, input: "0.4", output: "violated" },
      {
        type: "timestamp",
        params: { maximum: "2024-01-01 00:00:00" },
        input: "2024-01-01 00:00:00",
        output: "passes",
      },
    ],
  },
});
