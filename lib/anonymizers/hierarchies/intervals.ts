import { z } from "zod";
import { sql } from "#lib/sql";
import { decimalPlaces, units } from "../exact-number.ts";
import { text } from "../texts.ts";
import { generalizeNumber } from "../variants/generalize-number.ts";
import { defineHierarchy, topLabel } from "./definition.ts";

const number = z
  .union([z.string(), z.number()])
  .refine((value) => /^-?\d{1,12}(\.\d{1,6})?$/.test(String(value)), {
    message: "a number of up to 12 digits and 6 decimals",
  })
  .transform(String);

/** Whole millionths, so that multiples are told exactly. */
const millionths = (value: string): bigint => {
  const [whole = "0", fraction = ""] = value.split(".");
  return BigInt(whole + fraction.padEnd(6, "0"));
};

/** A written number in whole units of a last decimal, rounded down; undefined for what the engine does not compute exactly. */
function floorOf(value: string, decimals: number): bigint | undefined {
  const found = /^(-?)(\d+)(?:\.(\d*))?$/.exec(value);
  if (!found) return undefined;
  const [, sign, whole = "0", fraction = ""] = found;
  const size = BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, "0"));
  if (size > 10n ** 18n) return undefined;
  const isCut = /[1-9]/.test(fraction.slice(decimals));
  return sign === "-" ? -size - (isCut ? 1n : 0n) : size;
}

function decimalText(amount: bigint, decimals: number): string {
  if (decimals === 0) return String(amount);
  const digits = String(amount < 0n ? -amount : amount).padStart(decimals + 1, "0");
  return `${amount < 0n ? "-" : ""}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** Intervals of growing width, then everything together. */
export const intervals = defineHierarchy({
  id: "intervals",
  version: 1,
  accepts: ["integer", "decimal", "float"],
  params: z
    .strictObject({
      widths: z
        .array(number)
        .min(1)
        .max(18)
        .meta({
          label: text("Widths", "Ширины"),
          help: text("5, 10, 20: each a multiple of the one before.", "5, 10, 20: каждая кратна предыдущей."),
        }),
      origin: number.optional().meta({ label: text("Where an interval begins", "Начало отсчёта") }),
      bottom: number.optional().meta({ label: text("All below is one", "Всё ниже — вместе") }),
      top: number.optional().meta({ label: text("From here on is one", "Отсюда и выше — вместе") }),
    })
    .refine(({ widths }) => widths.every((width) => millionths(width) > 0n), {
      message: "a width is above zero",
    })
    .refine(
      ({ widths }) =>
        widths.every((width, at) => {
          const before = millionths(widths[at - 1] ?? "0");
          return (
            at === 0 || before === 0n || (millionths(width) > before && millionths(width) % before === 0n)
          );
        }),
      { message: "each width is a multiple of the one before" },
    )
    .refine(
      ({ widths, origin = "0", bottom, top }) =>
        [bottom, top].every(
          (end) =>
            end === undefined ||
            (millionths(end) - millionths(origin)) % (millionths(widths.at(-1) ?? "1") || 1n) === 0n,
        ),
      { message: "bottom and top fall between the widest intervals" },
    )
    .refine(
      ({ bottom, top }) => bottom === undefined || top === undefined || millionths(bottom) < millionths(top),
      {
        message: "bottom is not below top",
      },
    ),
  levels: ({ widths }) => widths.length + 2,
  label: ({ widths, origin = "0", bottom, top }, value, level) => {
    const width = widths[level - 1] ?? widths.at(-1) ?? "1";
    const decimals = Math.max(...[width, origin, bottom, top].map((one) => decimalPlaces(one ?? "0")));
    const at = floorOf(value, decimals);
    if (at === undefined) return null;
    if (level > widths.length) return topLabel;
    const number = (one: string) => units(one, decimals);
    if (bottom !== undefined && at < number(bottom)) return `(-inf, ${bottom})`;
    if (top !== undefined && at >= number(top)) return `[${top}, inf)`;
    const wide = number(width);
    const lower = at - ((((at - number(origin)) % wide) + wide) % wide);
    return `[${decimalText(lower, decimals)}, ${decimalText(lower + wide, decimals)})`;
  },
  compile: {
    duckdb: ({ value, canonical, type, params, level }) => {
      const { widths, ...rest } = params;
      const width = widths[level - 1];
      const widest = { ...rest, width: width ?? widths.at(-1), output: "interval" as const };
      // A rule without SQL would cover nothing.
      const interval =
        generalizeNumber.compile?.duckdb({
          value,
          type,
          canonical,
          params: widest,
          keyed: noKey,
          column: () => sql`null`,
        }) ?? sql`null`;
      // What no interval takes (an infinity) is covered by no level, the top included.
      return width === undefined ? sql`case when ${interval} is not null then ${topLabel} end` : interval;
    },
  },
  docs: {
    title: text("Intervals", "Интервалы"),
    summary: text("Intervals of growing width.", "Интервалы растущей ширины."),
    examples: [
      {
        params: { widths: [5, 10, 20], bottom: 20, top: 80 },
        type: "integer",
        input: "37",
        labels: ["[35, 40)", "[30, 40)", "[20, 40)", "*"],
      },
      {
        params: { widths: [5, 10, 20], bottom: 20, top: 80 },
        type: "integer",
        input: "-3",
        labels: ["(-inf, 20)", "(-inf, 20)", "(-inf, 20)", "*"],
      },
      { params: { widths: ["0.5"] }, type: "decimal(6,2)", input: "-0.25", labels: ["[-0.5, 0.0)", "*"] },
      { params: { widths: [10] }, type: "float", input: "Infinity", labels: [null, null] },
    ],
  },
});

/** Intervals use no key. */
const noKey = { hmac: () => sql`null`, pick: () => sql`null` };
