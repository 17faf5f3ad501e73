import { z } from "zod";
import type { ColumnType } from "#lib/contracts";
import type { Text } from "#lib/kernel";
import { literal, type Sql, sql, unsafeText } from "#lib/sql";
import { defineAnonymizer } from "../definition.ts";
import { decimalPlaces, exactNumber, inUnits, units, written } from "../exact-number.ts";
import { text } from "../texts.ts";

const modes = ["nearest", "down", "up"] as const;
type Mode = (typeof modes)[number];

interface Parameters {
  readonly step: string;
  readonly mode: Mode;
}

/** What is added to the multiple below, by how far above it the value lies; a half goes up. */
const lift: Readonly<Record<Mode, (rest: Sql, step: Sql) => Sql>> = {
  down: () => sql`0`,
  nearest: (rest, step) => sql`case when ${rest} * 2 >= ${step} then ${step} else 0 end`,
  up: (rest, step) => sql`case when ${rest} > 0 then ${step} else 0 end`,
};

/** Exact, in whole units of the column's last decimal. */
function roundUnits(value: Sql, step: Sql, mode: Mode): Sql {
  const rest = sql`((${value} % ${step} + ${step}) % ${step})`;
  return sql`(${value} - ${rest} + ${lift[mode](rest, step)})`;
}

/** A binary fraction is divided by the step and made of whole steps again: 0.29 by 0.01 is twenty-nine hundredths. */
function roundFloat(value: Sql, { step, mode }: Parameters): Sql {
  const places = decimalPlaces(step);
  const size = literal(units(step, places));
  // 2⁵³ steps are told apart; infinities and what is no number are beyond.
  const tame = sql`case when abs(${value}) < 1e15 then ${value} end`;
  const count = sql`round(${tame} * ${literal(10n ** BigInt(places))} / ${size}, 6)`;
  const whole =
    mode === "nearest"
      ? sql`floor(${count} + 0.5)`
      : mode === "down"
        ? sql`floor(${count})`
        : sql`ceil(${count})`;
  return sql`(${whole} * ${size} / ${literal(10n ** BigInt(places))} + 0.0)`;
}

const problem = ({ step }: Parameters, type: ColumnType): Text | undefined => {
  const places = type.name === "decimal" ? type.scale : type.name === "integer" ? 0 : 6;
  if (decimalPlaces(step) > places)
    return text(
      "the step has more decimals than the column",
      "у шага больше знаков после запятой, чем у колонки",
    );
  return places > 17
    ? text("the column has more than 17 decimals", "у колонки больше 17 знаков после запятой")
    : undefined;
};

/** Rounds a number to a multiple of a step. */
export const round = defineAnonymizer({
  id: "round",
  version: 1,
  accepts: ["integer", "decimal", "float"],
  returns: "same",
  properties: { deterministic: true, keyed: false, reversible: false, unique: "lossy", nulls: "kept" },
  params: z.strictObject({
    step: exactNumber(
      text("Step", "Шаг"),
      text("100 makes 1234 to 1200.", "100 превращает 1234 в 1200."),
    ).refine((step) => units(step, 6) > 0n, { message: "a step is above zero" }),
    mode: z
      .enum(modes)
      .default("nearest")
      .meta({
        label: text("Direction", "Направление"),
        help: text("nearest takes halves up.", "nearest: половина округляется вверх."),
      }),
  }),
  problem,
  compile: {
    duckdb: ({ value, type, params }) => {
      if (type.name === "float") return roundFloat(value, params);
      const places = type.name === "decimal" ? type.scale : 0;
      const rounded = roundUnits(
        inUnits(value, type, places),
        literal(units(params.step, places)),
        params.mode,
      );
      if (type.name !== "decimal") return rounded;
      // Rounded up, the greatest values no longer fit: null, and to quarantine.
      return sql`try_cast(${written(rounded, places)} as ${unsafeText(`decimal(${type.precision},${type.scale})`)})`;
    },
  },
  technique: { dpv: null, etlx: "round", label: text("Rounding", "Округление") },
  docs: {
    title: text("Round", "Округлить"),
    summary: text("Rounds a number to a multiple of a step.", "Округляет число до кратного шагу."),
    risk: text(
      "Very large and very small values still stand out: bound them too.",
      "Очень большие и очень малые значения по-прежнему заметны: ограничьте и их.",
    ),
    examples: [
      { params: { step: 100 }, type: "integer", input: "1250", output: "1300" },
      { params: { step: 100 }, type: "integer", input: "-1250", output: "-1200" },
      { params: { step: 7, mode: "down" }, type: "integer", input: "-1", output: "-7" },
      { params: { step: 7, mode: "up" }, type: "integer", input: "15", output: "21" },
      { params: { step: "0.05" }, type: "decimal(10,2)", input: "1.23", output: "1.25" },
      { params: { step: 10, mode: "down" }, type: "decimal(10,2)", input: "-0.01", output: "-10.00" },
      { params: { step: 10 }, type: "decimal(3,1)", input: "99.9", output: null },
      { params: { step: "0.01" }, type: "float", input: "0.294", output: "0.29" },
      { params: { step: "0.5", mode: "up" }, type: "float", input: "1.2", output: "1.5" },
      { params: { step: 1 }, type: "float", input: "nan", output: null },
      { params: { step: 100 }, type: "integer", input: null, output: null },
    ],
  },
});
