import type { ColumnType } from "#lib/contracts";
import { type Sql, sql } from "#lib/sql";
import { defineNullStrategy } from "../definition.ts";
import { text } from "../texts.ts";
import { quotient, scaled, unscaled } from "./exact-units.ts";
import { orderedParams } from "./fitted-params.ts";

/** The value on the straight line between two neighbours, by where the row stands between them. */
function between(low: Sql, high: Sql, from: Sql, to: Sql, at: Sql, type: ColumnType): Sql {
  const way = sql`cast(${at} - ${from} as hugeint)`;
  const length = sql`cast(${to} - ${from} as hugeint)`;
  if (type.name === "float")
    return sql`${low} + (${high} - ${low}) * (cast(${way} as double) / cast(${length} as double))`;
  const step = quotient(sql`((${unscaled(high)} - ${unscaled(low)}) * ${way})`, length);
  return scaled(sql`(${unscaled(low)} + ${step})`, type);
}

/** Fills a null by its neighbours in an order of dates or numbers. */
export const interpolate = defineNullStrategy({
  kind: "null-strategy",
  id: "interpolate",
  version: 1,
  accepts: ["integer", "decimal", "float"],
  params: orderedParams.refine(({ order }) => order.length === 1, {
    message: "one column, a date, a timestamp or an integer",
    path: ["order"],
  }),
  fill: "ordered",
  measured: true,
  // Too great for 38 digits: null, and the row is rejected, as every row is that cannot be filled.
  compile: {
    duckdb: ({ value, before, after, position, type }) => {
      const [low, high, from, to] = [before(value), after(value), before(position), after(position)];
      const line = between(sql`"__low"`, sql`"__high"`, sql`"__from"`, sql`"__to"`, sql`"__at"`, type);
      return {
        parts: { __low: low, __high: high, __from: from, __to: to, __at: position },
        value: sql`case
        when "__low" is null or "__high" is null then coalesce("__low", "__high")
        when "__from" = "__to" then least("__low", "__high")
        else try(${line}) end`,
      };
    },
  },
  docs: {
    title: text("Interpolate", "Интерполяция"),
    summary: text(
      "An empty value comes to lie on the line between its neighbours in the order of one column of dates or whole numbers; before the first and after the last it takes the nearest.",
      "Пустое значение ложится на прямую между соседями в порядке одной колонки дат или целых чисел; до первого и после последнего берётся ближайшее.",
    ),
    examples: [
      { params: { order: ["n"] }, type: "integer", input: "1,,5", output: "1,3,5" },
      { params: { order: ["n"] }, type: "decimal(6,2)", input: "0.00,,,0.01", output: "0.00,0.00,0.01,0.01" },
      { params: { order: ["n"] }, type: "float", input: ",1,,2,", output: "1,1,1.5,2,2" },
    ],
  },
});
