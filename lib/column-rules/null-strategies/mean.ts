import type { ColumnType } from "#lib/contracts";
import { type Sql, sql } from "#lib/sql";
import { defineNullStrategy } from "../definition.ts";
import { text } from "../texts.ts";
import { quotient, scaled, unscaled } from "./exact-units.ts";
import { fittedParams } from "./fitted-params.ts";

/** Decimals of up to this precision sum up exactly in the engine's 38 digits, over ten billion rows. */
const safePrecision = 28;
const half = 10n ** 14n;

function meanOf(value: Sql, type: ColumnType): Sql {
  // Summed in order of size, so that the rows' order cannot change the last digit. The engine drops `order by` from
  // `sum` and `fsum`, taking them for indifferent to order, but keeps it in `list`.
  if (type.name === "float") return sql`list_sum(list(${value} order by ${value})) / count(${value})`;
  const count = sql`count(${value})::hugeint`;
  if (type.name === "integer") return sql`cast(${quotient(sql`sum(${value})`, count)} as bigint)`;
  if (type.name !== "decimal") return sql`null`;
  if (type.precision <= safePrecision) return scaled(quotient(unscaled(sql`sum(${value})`), count), type);
  // Too wide to sum at once: high and low halves are summed apart and divided together.
  const high = sql`sum(${unscaled(value)} // ${half})`;
  const low = sql`sum(${unscaled(value)} % ${half})`;
  const rest = sql`((${high}) % ${count}) * ${half} + ${low}`;
  return scaled(sql`(((${high}) // ${count}) * ${half} + ${quotient(rest, count)})`, type);
}

/** Fills nulls with the mean of the surviving values, computed exactly. */
export const mean = defineNullStrategy({
  kind: "null-strategy",
  id: "mean",
  version: 1,
  accepts: ["integer", "decimal", "float"],
  params: fittedParams,
  fill: "fitted",
  compile: { duckdb: ({ value, type }) => meanOf(value, type) },
  docs: {
    title: text("Mean", "Среднее"),
    summary: text(
      "Empty values become the mean of the others, exact and rounded to the column's last digit, halves away from zero.",
      "Пустые значения заменяются средним остальных: точно, с округлением до последнего знака, половины — от нуля.",
    ),
    examples: [
      { type: "integer", input: "1,2,2,5", output: "3" },
      { type: "integer", input: "-1,-2", output: "-2" },
      { type: "decimal(10,2)", input: "0.10,0.20,0.20", output: "0.17" },
      {
        type: "decimal(38,2)",
        input: "999999999999999999999999999999999999.99,999999999999999999999999999999999999.97",
        output: "999999999999999999999999999999999999.98",
      },
      { type: "float", input: "0.5,1,2.25", output: "1.25" },
      { type: "integer", input: null, output: null },
    ],
  },
});
