import type { ColumnType } from "#lib/contracts";
import { type Sql, sql, unsafeText } from "#lib/sql";
import { defineNullStrategy } from "../definition.ts";
import { noParams, text } from "../texts.ts";

/** Decimals of up to this precision sum up exactly in the engine's 38 digits, over ten billion rows. */
const safePrecision = 28;
const half = 10n ** 14n;

/** `sum / count` in whole units, halves away from zero. */
const quotient = (sum: Sql, count: Sql): Sql =>
  sql`(case when ${sum} < 0 then -1 else 1 end * ((2 * abs(${sum}) + ${count}) // (2 * ${count})))`;

/** A decimal column in units of its last digit. */
const unscaled = (value: Sql): Sql => sql`cast(replace(cast(${value} as varchar), '.', '') as hugeint)`;

function meanOf(value: Sql, type: ColumnType): Sql {
  // Summed in order of size, so that the rows' order cannot change the last digit. The engine drops `order by` from
  // `sum` and `fsum`, taking them for indifferent to order, but keeps it in `list`.
  if (type.name === "float") return sql`list_sum(list(${value} order by ${value})) / count(${value})`;
  const count = sql`count(${value})::hugeint`;
  if (type.name === "integer") return sql`cast(${quotient(sql`sum(${value})`, count)} as bigint)`;
  if (type.name !== "decimal") return sql`null`;
  const target = unsafeText(`decimal(${type.precision},${type.scale})`);
  const unit = unsafeText(
    `cast('${type.scale === 0 ? "1" : `0.${"1".padStart(type.scale, "0")}`}' as decimal(38,${type.scale}))`,
  );
  const scaled = (units: Sql): Sql =>
    type.precision <= 18
      ? sql`cast(cast(${units} as decimal(38,0)) * ${unit} as ${target})`
      : sql`try_cast(concat(case when ${units} < 0 then '-' else '' end,
          regexp_replace(lpad(abs(${units})::varchar, 39, '0'), ${`^([0-9]{${39 - type.scale}})([0-9]{${type.scale}})$`}, '\\1.\\2')) as ${target})`;
  if (type.precision <= safePrecision) return scaled(quotient(unscaled(sql`sum(${value})`), count));
  // Too wide to sum at once: high and low halves are summed apart and divided together.
  const high = sql`sum(${unscaled(value)} // ${half})`;
  const low = sql`sum(${unscaled(value)} % ${half})`;
  const rest = sql`((${high}) % ${count}) * ${half} + ${low}`;
  return scaled(sql`(((${high}) // ${count}) * ${half} + ${quotient(rest, count)})`);
}

/** Fills nulls with the mean of the surviving values, computed exactly. */
export const mean = defineNullStrategy({
  kind: "null-strategy",
  id: "mean",
  version: 1,
  accepts: ["integer", "decimal", "float"],
  params: noParams,
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
