import { z } from "zod";
import type { ColumnType } from "#lib/contracts";
import type { Text } from "#lib/kernel";
import { literal, type Sql, sql, unsafeText } from "#lib/sql";
import { textParam } from "./texts.ts";

/** Numbers of the document and of the data in whole units of their last decimal, so that nothing is lost to binary fractions. */

const numberPattern = /^-?\d{1,12}(\.\d{1,6})?$/;

/** A number of the document, kept as text so that its decimals stay exact. */
export const exactNumber = (label: Text, help?: Text) =>
  z
    .union([textParam(), z.number()])
    .refine((value) => numberPattern.test(String(value)), {
      message: "a number of up to 12 digits and 6 decimals",
    })
    .transform(String)
    .meta({ label, ...(help ? { help } : {}) });

export const decimalPlaces = (value: string): number => value.split(".")[1]?.length ?? 0;

export function units(value: string, decimals: number): bigint {
  const [whole = "0", fraction = ""] = value.split(".");
  return BigInt(whole + fraction.padEnd(decimals, "0"));
}

/** The engine's integers hold 18 digits with room for a sum; values beyond them go to quarantine. */
const digits = 18;

/** A value in whole units, rounded down; null outside what can be computed exactly. */
export function inUnits(value: Sql, type: ColumnType, decimals: number): Sql {
  const most = literal(10n ** BigInt(digits - decimals));
  const factor = literal(10n ** BigInt(decimals));
  const inside = sql`${value} between -${most} and ${most}`;
  if (type.name === "integer") return sql`case when ${inside} then ${value} * ${factor} end`;
  if (type.name === "decimal" && type.scale <= digits) {
    const wide = unsafeText(`decimal(${decimals + 1},0)`);
    return sql`case when try_cast(${value} as double) between -${most} and ${most}
      then cast(floor(${value} * cast(${factor} as ${wide})) as bigint) end`;
  }
  // A binary fraction is read as the decimal it was written as: 0.29 is twenty-nine hundredths.
  const number = sql`cast(${value} as double)`;
  return sql`case when ${number} between -${most} and ${most} then cast(floor(round(${number} * ${factor}, 6)) as bigint) end`;
}

/** Whole units as the text of a number. */
export function written(units: Sql, decimals: number): Sql {
  if (decimals === 0) return sql`cast(${units} as varchar)`;
  const unit = unsafeText(`cast('0.${"1".padStart(decimals, "0")}' as decimal(${decimals + 1},${decimals}))`);
  return sql`cast(cast(${units} as decimal(19,0)) * ${unit} as varchar)`;
}
