import type { Text } from "#lib/kernel";
import { literal, type Sql, sql, unsafeText } from "../fragment.ts";
import type { Expression } from "./expression.ts";

/** Digits before and after the point of a plain decimal number, leading zeros aside. */
function digitsOf(text: string): { readonly whole: number; readonly scale: number } {
  const [whole = "", fraction = ""] = text.split(".");
  return { whole: whole.replace(/^0+/, "").length, scale: fraction.length };
}

/** Decimal places of a number as it is written; none for one with an exponent, which is a float. */
export const scaleOf = (text: string): number => (/[eE]/.test(text) ? 0 : digitsOf(text).scale);

/** Why a number cannot be held exactly; one with an exponent is a float and need not be. */
export function numberProblem(text: string): Text | undefined {
  if (/[eE]/.test(text))
    return Number.isFinite(Number(text))
      ? undefined
      : { en: "The number is too great.", ru: "Число слишком велико." };
  const { whole, scale } = digitsOf(text);
  return whole + scale > 38
    ? { en: "A number has at most 38 digits.", ru: "В числе не больше 38 цифр." }
    : undefined;
}

/** A day, or a moment without a zone, as the engine reads it; undefined where the calendar has none such. */
export function readMoment(text: string, type: "date" | "timestamp"): string | undefined {
  const pattern =
    type === "date"
      ? /^(\d{4}-\d{2}-\d{2})$/
      : /^(\d{4}-\d{2}-\d{2})(?:[ T]((?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?))?$/;
  const [, day, clock] = pattern.exec(text) ?? [];
  if (!day || day.startsWith("0000")) return undefined;
  const parsed = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(parsed.getTime()) || !parsed.toISOString().startsWith(day)) return undefined;
  return type === "date" ? day : `${day} ${clock ?? "00:00:00"}`;
}

/** A literal of an expression, typed as the engine must take it. */
export function compileLiteral({ type, text }: Extract<Expression, { kind: "literal" }>): Sql {
  if (type === "null") return sql`null`;
  if (type === "text") return literal(text);
  if (type === "boolean") return literal(text === "true");
  if (type !== "number") return sql`cast(${text} as ${unsafeText(type)})`;
  if (/[eE]/.test(text)) return sql`cast(${text} as double)`;
  const { whole, scale } = digitsOf(text);
  if (scale === 0 && whole <= 18) return sql`cast(${text} as bigint)`;
  return sql`cast(${text} as ${unsafeText(`decimal(${Math.max(whole + scale, 1)},${scale})`)})`;
}
