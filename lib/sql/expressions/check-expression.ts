import { err, ok, type Result } from "#lib/kernel";
import {
  arithmetic,
  comparisons,
  type Expression,
  ExpressionError,
  type ExpressionProblem,
  type ExpressionType,
  partsOf,
} from "./expression.ts";
import { dateParts, dateUnits, functions, type Parameter } from "./functions.ts";
import { scaleOf } from "./literals.ts";
import { re2Problem } from "./re2-problem.ts";

/** A type, and for exact numbers how many decimal places may come: the engine multiplies up to 38 of them. */
interface Typed {
  readonly type: ExpressionType;
  readonly scale: number;
}

const greatestScale = 38;
/** Parts that the engine may have to compute, the repeated ones again and again: nested divisions multiply. */
const greatestWeight = 20_000;
/** How many times longer than its columns a text may become. */
const greatestGrowth = 1000;

const columnTypes: Readonly<Record<string, ExpressionType>> = {
  string: "text",
  json: "text",
  integer: "number",
  float: "number",
  boolean: "boolean",
  date: "date",
  time: "time",
  timestamp: "timestamp",
  "timestamp(tz)": "timestamp",
  uuid: "uuid",
  binary: "binary",
};

/** How an expression sees a column of a datatype, written as in the document. */
function columnType(datatype: string): Typed {
  const decimal = /^decimal\(\s*\d+\s*(?:,\s*(\d+)\s*)?\)$/.exec(datatype);
  if (decimal) return { type: "number", scale: Number(decimal[1] ?? 0) };
  return { type: columnTypes[datatype] ?? "text", scale: 0 };
}

const typeNames: Readonly<Record<ExpressionType, { en: string; ru: string }>> = {
  text: { en: "a text", ru: "текст" },
  number: { en: "a number", ru: "число" },
  boolean: { en: "a condition", ru: "условие" },
  date: { en: "a date", ru: "дата" },
  timestamp: { en: "a timestamp", ru: "метка времени" },
  time: { en: "a time", ru: "время" },
  uuid: { en: "a UUID", ru: "UUID" },
  binary: { en: "binary data", ru: "двоичные данные" },
  null: { en: "nothing", ru: "пустое значение" },
};

const isMoment = (type: ExpressionType): boolean => type === "date" || type === "timestamp";
const isAmong = (list: readonly string[], text: string): boolean => list.includes(text);

/** The type that two values share; undefined where they share none. */
function shared(a: ExpressionType, b: ExpressionType): ExpressionType | undefined {
  if (a === b || b === "null") return a;
  if (a === "null") return b;
  return isMoment(a) && isMoment(b) ? "timestamp" : undefined;
}

/** Why a literal does not fit a place that takes only some; undefined where it does. */
function literalProblem(parameter: "pattern" | "unit" | "part" | "scale", value: Expression) {
  const text = value.kind === "literal" ? value.text : undefined;
  const isText = value.kind === "literal" && value.type === "text";
  if (parameter === "scale") {
    const fits = value.kind === "literal" && value.type === "number" && /^\d{1,2}$/.test(value.text);
    return fits && Number(text) <= greatestScale
      ? undefined
      : { en: "Write a whole number from 0 to 38.", ru: "Укажите целое число от 0 до 38." };
  }
  if (!isText || text === undefined) return { en: "Write a text here.", ru: "Укажите здесь текст." };
  if (parameter === "pattern") {
    const problem = re2Problem(text);
    return problem
      ? { en: `No regular expression: ${problem}.`, ru: `Не регулярное выражение: ${problem}.` }
      : undefined;
  }
  const known = parameter === "unit" ? dateUnits : dateParts;
  return isAmong(known, text)
    ? undefined
    : { en: `One of ${known.join(", ")}.`, ru: `Одно из: ${known.join(", ")}.` };
}

/** Datatypes of columns by name, as far as an expression asks for them. */
type Datatypes = Pick<ReadonlyMap<string, string>, "get">;

class Checker {
  readonly #datatypes: Datatypes;

  constructor(datatypes: Datatypes) {
    this.#datatypes = datatypes;
  }

  #expect(value: Expression, wanted: readonly ExpressionType[]): Typed {
    const typed = this.check(value);
    if (typed.type === "null" || wanted.includes(typed.type)) return typed;
    const names = wanted.map((type) => typeNames[type]);
    throw new ExpressionError(
      value.at,
      `Here belongs ${names.map(({ en }) => en).join(" or ")}, not ${typeNames[typed.type].en}.`,
      `Здесь нужно: ${names.map(({ ru }) => ru).join(" или ")}; получено: ${typeNames[typed.type].ru}.`,
    );
  }

  /** Values that must agree on a type. */
  #agree(values: readonly Expression[]): Typed {
    return values.reduce<Typed>(
      (sofar, value) => {
        const next = this.check(value);
        const type = shared(sofar.type, next.type);
        if (!type)
          throw new ExpressionError(
            value.at,
            `This is ${typeNames[next.type].en}, the value beside it ${typeNames[sofar.type].en}.`,
            `Здесь ${typeNames[next.type].ru}, а рядом ${typeNames[sofar.type].ru}.`,
          );
        return { type, scale: Math.max(sofar.scale, next.scale) };
      },
      { type: "null", scale: 0 },
    );
  }

  check(expression: Expression): Typed {
    const plain = (type: ExpressionType): Typed => ({ type, scale: 0 });
    switch (expression.kind) {
      case "literal":
        return expression.type === "number"
          ? { type: "number", scale: scaleOf(expression.text) }
          : plain(expression.type);
      case "column":
        return this.#column(expression.name, expression.at);
      case "not":
        this.#expect(expression.value, ["boolean"]);
        return plain("boolean");
      case "negate":
        return this.#expect(expression.value, ["number"]);
      case "binary":
        return this.#binary(expression);
      case "in":
        this.#agree([expression.value, ...expression.options]);
        return plain("boolean");
      case "between":
        this.#agree([expression.value, expression.low, expression.high]);
        return plain("boolean");
      case "is-null":
        this.check(expression.value);
        return plain("boolean");
      case "case":
        for (const { when } of expression.branches) this.#expect(when, ["boolean"]);
        return this.#agree([
          ...expression.branches.map(({ result }) => result),
          ...(expression.otherwise ? [expression.otherwise] : []),
        ]);
      case "call":
        return this.#call(expression);
      case "cast":
        this.check(expression.value);
        if (expression.to === "decimal") return { type: "number", scale: 9 };
        return plain(expression.to === "integer" || expression.to === "float" ? "number" : expression.to);
    }
  }

  #column(name: string, at: number): Typed {
    const datatype = this.#datatypes.get(name);
    if (datatype !== undefined) return columnType(datatype);
    throw new ExpressionError(at, `There is no column “${name}”.`, `Нет колонки «${name}».`);
  }

  #binary({ operator, left, right, at }: Extract<Expression, { kind: "binary" }>): Typed {
    if (operator === "and" || operator === "or") {
      this.#expect(left, ["boolean"]);
      this.#expect(right, ["boolean"]);
      return { type: "boolean", scale: 0 };
    }
    if (operator === "like" || operator === "||") {
      this.#expect(left, ["text"]);
      this.#expect(right, ["text"]);
      return { type: operator === "like" ? "boolean" : "text", scale: 0 };
    }
    if (isAmong(comparisons, operator)) {
      this.#agree([left, right]);
      return { type: "boolean", scale: 0 };
    }
    if (!isAmong(arithmetic, operator)) throw new TypeError(`no rule for ${operator}`);
    const scales = [this.#expect(left, ["number"]).scale, this.#expect(right, ["number"]).scale] as const;
    const scale = operator === "*" ? scales[0] + scales[1] : Math.max(...scales);
    if (scale > greatestScale)
      throw new ExpressionError(
        at,
        "The product has more than 38 decimal places: round its factors first.",
        "У произведения больше 38 знаков после запятой: сначала округлите множители.",
      );
    return { type: "number", scale: operator === "/" ? 0 : scale };
  }

  #call({ function: id, values }: Extract<Expression, { kind: "call" }>): Typed {
    const { parameters, returns } = functions[id];
    const places = values.map((value, at): readonly [Expression, Parameter] => [
      value,
      parameters[Math.min(at, parameters.length - 1)] ?? "same",
    ]);
    let scale = 0;
    for (const [value, parameter] of places) {
      if (parameter === "same") continue;
      if (parameter === "count") this.#expect(value, ["number"]);
      else if (typeof parameter === "string") {
        const problem = literalProblem(parameter, value);
        if (problem) throw new ExpressionError(value.at, problem.en, problem.ru);
      } else scale = Math.max(scale, this.#expect(value, parameter).scale);
    }
    if (returns !== "same") return { type: returns, scale };
    return this.#agree(places.flatMap(([value, parameter]) => (parameter === "same" ? [value] : [])));
  }
}

/** How many parts the engine computes when the operand of a double mention is written out twice. */
function weightOf(expression: Expression): number {
  const parts = partsOf(expression).map(weightOf);
  const twice =
    expression.kind === "binary" && (expression.operator === "/" || expression.operator === "%")
      ? (parts[1] ?? 0)
      : expression.kind === "call" && expression.function === "nullif"
        ? (parts[0] ?? 0)
        : 0;
  return 1 + twice + parts.reduce((sum, part) => sum + part, 0);
}

/** How many times longer than what it is made of a text can become. */
function growthOf(expression: Expression): number {
  const parts = partsOf(expression).map(growthOf);
  const sum = parts.reduce((total, part) => total + part, 0);
  if (expression.kind !== "call" || expression.function !== "replace") return Math.max(1, sum);
  const [, from, to] = expression.values;
  if (from?.kind !== "literal" || from.text === "" || to?.kind !== "literal")
    throw new ExpressionError(
      (from?.kind !== "literal" ? from : to)?.at ?? expression.at,
      "“replace” takes two texts written here, the first not empty.",
      "«replace» принимает два записанных здесь текста, первый не пустой.",
    );
  return (parts[0] ?? 1) * Math.max(1, to.text.length / from.text.length);
}

/**
 * The type of an expression over columns of the given datatypes (`integer`, `decimal(10,2)`, …), or what is wrong with it.
 * What passes compiles in the engine, costs no more than it looks, and raises no error on any value.
 */
export function checkExpression(
  expression: Expression,
  datatypes: Datatypes,
): Result<ExpressionType, ExpressionProblem> {
  try {
    const { type } = new Checker(datatypes).check(expression);
    if (weightOf(expression) > greatestWeight || growthOf(expression) > greatestGrowth)
      throw new ExpressionError(
        expression.at,
        "The expression multiplies what it computes too often.",
        "Выражение слишком часто умножает то, что вычисляет.",
      );
    return ok(type);
  } catch (error) {
    if (error instanceof ExpressionError) return err(error.problem);
    throw error;
  }
}
