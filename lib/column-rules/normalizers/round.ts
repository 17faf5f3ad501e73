import { z } from "zod";
import { type Sql, sql, unsafeText } from "#lib/sql";
import { defineNormalizer } from "../definition.ts";
import { text } from "../texts.ts";
import { duckdbType } from "../typed-literal.ts";

/** The engine's digits-left-of-the-point rounding of 64-bit integers wraps around; that of decimals does not. */
const wide = (value: Sql): Sql => sql`cast(${value} as decimal(38,0))`;

/** Rounding away from zero may leave the type (99.9 of decimal(3,1)): such a value goes to the nearest that stays. */
function within(up: Sql, down: Sql, most: string, type: string): Sql {
  return sql`cast(case when abs(${up}) <= ${unsafeText(most)} then ${up} else ${down} end as ${unsafeText(type)})`;
}

/** Rounds numbers of the column's type: exactly for decimals and integers, to the nearest double for floats. */
export const round = defineNormalizer({
  id: "round",
  version: 1,
  phase: "value",
  accepts: ["integer", "decimal", "float"],
  returns: (type) => type.name,
  params: z.strictObject({
    digits: z
      .number()
      .int()
      .min(-18)
      .max(18)
      .meta({
        label: text("Digits after the point", "Знаков после запятой"),
        help: text("-3 rounds to thousands.", "-3 округляет до тысяч."),
      }),
    direction: z
      .enum(["half-up", "down"])
      .default("half-up")
      .meta({
        label: text("Direction", "Направление"),
        help: text(
          "half-up: a half goes away from zero. down: the rest is cut off.",
          "half-up: половина округляется от нуля. down: остаток отбрасывается.",
        ),
      }),
  }),
  compile: {
    duckdb: ({ value, type, params: { digits, direction } }) => {
      const to = duckdbType(type);
      if (type.name === "float")
        return direction === "down" ? sql`trunc(${value}, ${digits})` : sql`round(${value}, ${digits})`;
      const exact = type.name === "integer" ? wide(value) : value;
      const down = sql`trunc(${exact}, ${digits})`;
      if (direction === "down") return sql`cast(${down} as ${unsafeText(to)})`;
      const most =
        type.name === "decimal" ? "9".repeat(type.precision - type.scale) || "0" : "9223372036854775807";
      return within(sql`round(${exact}, ${digits})`, down, most, to);
    },
  },
  docs: {
    title: text("Round", "Округление"),
    summary: text(
      "Rounds a number to so many digits. The type stays: read 1.987 as decimal(12,3) to round it to two digits.",
      "Округляет число. Тип остаётся: чтобы округлить 1,987 до двух знаков, читайте его как decimal(12,3).",
    ),
    examples: [
      { type: "decimal(12,3)", params: { digits: 2 }, input: "1.985", output: "1.990" },
      { type: "decimal(12,3)", params: { digits: 2 }, input: "-1.985", output: "-1.990" },
      { type: "decimal(12,3)", params: { digits: 0, direction: "down" }, input: "-1.985", output: "-1.000" },
      { type: "decimal(3,1)", params: { digits: 0 }, input: "99.9", output: "99.0" },
      { type: "integer", params: { digits: -3 }, input: "12500", output: "13000" },
      {
        type: "integer",
        params: { digits: -2 },
        input: "-9223372036854775808",
        output: "-9223372036854775800",
      },
      { type: "float", params: { digits: 1 }, input: "0.25", output: "0.3" },
      { type: "decimal(12,3)", params: { digits: 0 }, input: null, output: null },
    ],
  },
});
