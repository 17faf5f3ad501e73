import type { FakeLocale } from "#lib/personal-data";
import { literal, type Sql, sql } from "#lib/sql";
import type { Keyed } from "../definition.ts";
import { type Choice, digits, isTelling } from "./choice.ts";
import { type Kind, make, namesOf } from "./make-fake.ts";

/** Fakes of which each distinct value gets its own, by a permutation of all there is to draw. */
interface Drawn {
  readonly kind: Kind;
  readonly locale: FakeLocale;
}

/** The largest common divisor. */
const divisor = (a: bigint, b: bigint): bigint => (b === 0n ? a : divisor(b, a % b));

/** A step around a circle of `size` that reaches every place before any twice, and neighbours far apart: by the golden ratio. */
function stepAround(size: bigint): bigint {
  let step = (size * 618_033_988n) / 1_000_000_000n || 1n;
  while (divisor(step, size) !== 1n) step++;
  return step;
}

/** Draws for a kind from the digits of a number. Where the words tell the gender, it is one of the digits. */
function distinctChoice({ kind, locale }: Drawn, number: Sql, counts: bigint[]): Choice {
  const at = digits(number, counts);
  const female = namesOf(kind, locale).some(isTelling) ? sql`cast(${at(2)} as integer)` : sql`0`;
  return { isUnique: true, at, atMost: (_count, least) => at(least), number: at, female };
}

/** How many different values a kind can give. */
export function capacityOf(params: Drawn): bigint {
  const counts: bigint[] = [];
  make[params.kind](params.locale, distinctChoice(params, sql`0`, counts));
  return counts.reduce((product, count) => product * count, 1n);
}

/**
 * The value of a place among the column's distinct ones: places are in the order of a keyed hash, and a keyed walk around
 * all there is to draw gives each of them its own.
 */
export function distinctFake(params: Drawn, keyed: Keyed, rank: Sql): Sql {
  const size = capacityOf(params);
  const start = sql`${keyed.pick(sql`'unique'`, `${params.kind}/${params.locale}`)} % ${literal(size)}::ubigint`;
  const number = sql`((cast(${rank} as hugeint) * ${literal(stepAround(size))} + (${start})) % ${literal(size)})`;
  return make[params.kind](params.locale, distinctChoice(params, number, []));
}
