import type { ColumnType } from "#lib/contracts";
import { type Sql, sql, unsafeText } from "#lib/sql";

/** A decimal value in units of its last digit, an integer as it is: exact whole numbers of 38 digits. */
export const unscaled = (value: Sql): Sql =>
  sql`cast(replace(cast(${value} as varchar), '.', '') as hugeint)`;

/** Units of the last digit as a value of the column's type; null where they do not fit. */
export function scaled(units: Sql, type: ColumnType): Sql {
  if (type.name === "integer") return sql`try_cast(${units} as bigint)`;
  if (type.name !== "decimal") return sql`null`;
  const target = unsafeText(`decimal(${type.precision},${type.scale})`);
  if (type.precision <= 18) {
    const unit = type.scale === 0 ? "1" : `0.${"1".padStart(type.scale, "0")}`;
    return sql`cast(cast(${units} as decimal(38,0)) * cast(${unit} as ${unsafeText(`decimal(38,${type.scale})`)}) as ${target})`;
  }
  return sql`try_cast(concat(case when ${units} < 0 then '-' else '' end,
    regexp_replace(lpad(abs(${units})::varchar, 39, '0'), ${`^([0-9]{${39 - type.scale}})([0-9]{${type.scale}})$`}, '\\1.\\2')) as ${target})`;
}

/** `a / b` in whole units for a positive b, halves away from zero. */
export const quotient = (a: Sql, b: Sql): Sql =>
  sql`(case when ${a} < 0 then -1 else 1 end * ((2 * abs(${a}) + ${b}) // (2 * ${b})))`;
