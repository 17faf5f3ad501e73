import { z } from "zod";
import { join, literal, type Sql, sql, unsafeText } from "#lib/sql";
import { defineNormalizer } from "../definition.ts";
import { text } from "../texts.ts";
import { quantities, type Unit } from "./units-table.ts";
import { trimmed } from "./white-space.ts";

/** Decimal places of the numbers read and of the results: with twelve digits before them, products stay in 128 bits. */
const places = 9;
const spaces = " \\x{a0}\\x{2009}\\x{202f}";
const written = `([+−-]?)([0-9]{1,3}(?:[${spaces}][0-9]{3}){1,3}|[0-9]{1,12})(?:[.,]([0-9]{1,${places}}))?[${spaces}]*([^0-9${spaces}].{0,30}|)`;

const names = Object.values(quantities).flatMap((units) => Object.keys(units));
const unitSchema = z.enum(names);
const quantityOf = (name: string) => Object.values(quantities).find((units) => name in units);

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b));

/** y = (x · times + plus) / over, exactly, in whole numbers. */
export function conversion(from: Unit, to: Unit): { times: bigint; plus: bigint; over: bigint } {
  const [fromNumber, fromOver] = from.factor;
  const [toNumber, toOver] = to.factor;
  const [a, b] = from.offset ?? [0n, 1n];
  const [c, d] = to.offset ?? [0n, 1n];
  const factor = [fromNumber * toOver, fromOver * toNumber] as const;
  const offset = [(a * d - c * b) * toOver, b * d * toNumber] as const;
  const over = factor[1] * offset[1];
  const [times, plus] = [factor[0] * offset[1], offset[0] * factor[1]];
  const shared = gcd(gcd(times, plus), over);
  return { times: times / shared, plus: plus / shared, over: over / shared };
}

const huge = (value: bigint): Sql => sql`${unsafeText(String(value))}::hugeint`;

/** The result in steps of the last digit kept, a half away from zero. `x` is the number in steps of its last place. */
function converted(from: Unit, to: Unit, digits: number): Sql {
  const { times, plus, over } = conversion(from, to);
  const divisor = over * 10n ** BigInt(places - digits);
  const sum = sql`(x * ${huge(times)} + ${huge(plus * 10n ** BigInt(places))})`;
  return sql`sign(${sum}) * ((abs(${sum}) * 2 + ${huge(divisor)}) // ${huge(divisor * 2n)})`;
}

/** Steps of the last digit as a decimal number, without zeros at its end. */
function decimalText(steps: Sql, digits: number): Sql {
  const scale = huge(10n ** BigInt(digits));
  const fraction = sql`rtrim(lpad(cast(abs(s) % ${scale} as varchar), ${digits}, '0'), '0')`;
  const point = sql`case when abs(s) % ${scale} = 0 then '' else '.' || ${fraction} end`;
  const number = sql`case when s < 0 then '-' else '' end || cast(abs(s) // ${scale} as varchar) || ${point}`;
  return sql`list_transform([${steps}], lambda s: ${number})[1]`;
}

interface Parameters {
  readonly to: string;
  readonly assume?: string | undefined;
  readonly digits: number;
}

function inUnit(params: Parameters): Sql {
  const units = quantityOf(params.to) ?? {};
  const target = units[params.to];
  if (!target) return sql`null`;
  const when = (condition: Sql, from: Unit) =>
    sql`when ${condition} then ${converted(from, target, params.digits)}`;
  const among = (subject: Sql, list: readonly string[]) => sql`${subject} in (${join(list.map(literal))})`;
  const cases = Object.values(units).flatMap((from) => [
    ...(from.exact ? [when(among(sql`u`, from.exact), from)] : []),
    when(among(sql`lower(u)`, from.names), from),
  ]);
  const assumed = params.assume === undefined ? undefined : units[params.assume];
  return sql`case ${join([...cases, ...(assumed ? [when(sql`u = ''`, assumed)] : [])], unsafeText(" "))} end`;
}

/** Reads a quantity with its unit and writes it as a number of one unit. What names no unit is a failure unless one is assumed. */
export const units = defineNormalizer({
  id: "units",
  version: 1,
  phase: "parse",
  accepts: ["integer", "decimal", "float"],
  returns: "text",
  params: z
    .strictObject({
      to: unitSchema.meta({ label: text("Unit of the column", "Единица столбца") }),
      assume: unitSchema.optional().meta({
        label: text("Unit of bare numbers", "Единица чисел без единицы"),
        help: text("Without it a bare number is a failure.", "Без неё число без единицы — ошибка."),
      }),
      digits: z
        .number()
        .int()
        .min(0)
        .max(places)
        .default(places)
        .meta({ label: text("Digits after the point", "Знаков после запятой") }),
    })
    .refine(({ to, assume }) => assume === undefined || assume in (quantityOf(to) ?? {}), {
      message: "both units measure the same",
      path: ["assume"],
    }),
  compile: {
    duckdb: ({ value, params }) => {
      const group = (number: number) => sql`regexp_extract(t, ${written}, ${number})`;
      const whole = sql`regexp_replace(${group(2)}, '[^0-9]+', '', 'g')`;
      const steps = sql`cast(${whole} || rpad(${group(3)}, ${places}, '0') as hugeint)`;
      const signed = sql`case when ${group(1)} in ('-', '−') then -${steps} else ${steps} end`;
      const number = decimalText(
        sql`list_transform([trim(${group(4)}, '. ')], lambda u: ${inUnit(params)})[1]`,
        params.digits,
      );
      return sql`case when length(${value}) <= 80 then list_transform([${trimmed(value)}], lambda t:
        case when regexp_full_match(t, ${written}) then list_transform([${signed}], lambda x: ${number})[1] end)[1] end`;
    },
  },
  docs: {
    title: text("Units", "Единицы измерения"),
    summary: text(
      "Reads length, mass, volume, time, temperature or bytes with a unit, in Russian or English, and writes the number of one unit.",
      "Читает длину, массу, объём, время, температуру или объём данных с единицей и записывает числом в одной единице.",
    ),
    examples: [
      { type: "decimal(12,3)", params: { to: "kg" }, input: "12 500,5 г", output: "12.5005" },
      { type: "decimal(12,3)", params: { to: "kg", digits: 3 }, input: "10 lb", output: "4.536" },
      { type: "decimal(12,3)", params: { to: "m" }, input: "5 ft", output: "1.524" },
      { type: "integer", params: { to: "B" }, input: "1.5 GiB", output: "1610612736" },
      { type: "integer", params: { to: "B" }, input: "2 МБ", output: "2000000" },
      { type: "integer", params: { to: "B" }, input: "2 mb", output: null },
      { type: "decimal(12,3)", params: { to: "C", digits: 1 }, input: "−40 °F", output: "-40" },
      { type: "decimal(12,3)", params: { to: "K" }, input: "36,6 °C", output: "309.75" },
      { type: "decimal(12,3)", params: { to: "h", digits: 2 }, input: "100 мин.", output: "1.67" },
      { type: "decimal(12,3)", params: { to: "kg", assume: "g" }, input: "250", output: "0.25" },
      { type: "decimal(12,3)", params: { to: "kg" }, input: "250", output: null },
      { type: "decimal(12,3)", params: { to: "kg" }, input: "5 m", output: null },
      { type: "decimal(12,3)", params: { to: "kg" }, input: "NaN kg", output: null },
      { type: "decimal(12,3)", params: { to: "kg" }, input: null, output: null },
    ],
  },
});
