import { join, type Sql, sql, unsafeText } from "../fragment.ts";
import type { ExpressionType } from "./expression.ts";

/** What a function takes in one place: types, or a literal from a list. `count` is a whole number, `pattern` a literal in RE2. */
export type Parameter = readonly ExpressionType[] | "same" | "count" | "scale" | "pattern" | "unit" | "part";

export interface ScalarFunction {
  readonly parameters: readonly Parameter[];
  /** How many of the parameters must be given; all unless said. */
  readonly least?: number;
  /** The last parameter may come again and again. */
  readonly repeats?: boolean;
  /** `same`: the type that its `same` parameters agree on. */
  readonly returns: ExpressionType | "same";
  /** What DuckDB calls it where its name differs, or its arguments do. */
  readonly compile?: (values: readonly Sql[]) => Sql;
}

const text = ["text"] as const;
const number = ["number"] as const;
const moment = ["date", "timestamp"] as const;

export const dateUnits = ["year", "quarter", "month", "week", "day", "hour", "minute", "second"] as const;
export const dateParts = [
  ...["year", "quarter", "month", "week", "day", "hour", "minute", "second"],
  ...["isodow", "isoyear", "dayofyear"],
] as const;

const called = (name: string) => (values: readonly Sql[]) => sql`${unsafeText(name)}(${join(values)})`;
const or = (values: readonly Sql[], at: number): Sql => values[at] ?? sql`null`;
const textTo = (name: string, returns: ExpressionType = "text") =>
  ({ parameters: [text], returns, compile: called(name) }) as const;
const textPair = (name: string): ScalarFunction => ({
  parameters: [text, text],
  returns: "boolean",
  compile: called(name),
});
const partOf = (name: string): ScalarFunction => ({
  parameters: [moment],
  returns: "number",
  compile: called(name),
});

/**
 * Every function an expression may call. All are pure, look at their arguments alone, and give a text no longer than
 * what they are given (`replace` takes literals, so that its growth is known before anything runs).
 */
export const functions = {
  lower: textTo("lower"),
  upper: textTo("upper"),
  trim: textTo("trim"),
  ltrim: textTo("ltrim"),
  rtrim: textTo("rtrim"),
  length: textTo("length", "number"),
  left: { parameters: [text, "count"], returns: "text" },
  right: { parameters: [text, "count"], returns: "text" },
  substring: { parameters: [text, "count", "count"], least: 2, returns: "text" },
  replace: { parameters: [text, text, text], returns: "text" },
  concat: { parameters: [text], repeats: true, returns: "text" },
  starts_with: textPair("starts_with"),
  ends_with: textPair("ends_with"),
  contains: textPair("contains"),
  position: {
    parameters: [text, text],
    returns: "number",
    compile: (values) => sql`instr(${or(values, 1)}, ${or(values, 0)})`,
  },
  regexp_matches: { parameters: [text, "pattern"], returns: "boolean" },
  regexp_full_match: { parameters: [text, "pattern"], returns: "boolean" },
  coalesce: { parameters: ["same"], repeats: true, returns: "same" },
  nullif: { parameters: ["same", "same"], returns: "same" },
  greatest: { parameters: ["same"], repeats: true, returns: "same" },
  least: { parameters: ["same"], repeats: true, returns: "same" },
  abs: { parameters: [number], returns: "number" },
  sign: { parameters: [number], returns: "number" },
  floor: { parameters: [number], returns: "number" },
  ceil: { parameters: [number], returns: "number" },
  round: { parameters: [number, "scale"], least: 1, returns: "number" },
  year: partOf("year"),
  quarter: partOf("quarter"),
  month: partOf("month"),
  day: partOf("day"),
  date_part: { parameters: ["part", moment], returns: "number" },
  date_trunc: { parameters: ["unit", moment], returns: "timestamp" },
  date_diff: { parameters: ["unit", moment, moment], returns: "number" },
} as const satisfies Readonly<Record<string, ScalarFunction>>;

export type FunctionId = keyof typeof functions;

/** A function by its lower-case name; undefined for all that are not in the list. */
export function findFunction(name: string): { id: FunctionId; definition: ScalarFunction } | undefined {
  if (!Object.hasOwn(functions, name)) return undefined;
  const id = name as FunctionId; // an own key of `functions`, as just asked
  return { id, definition: functions[id] };
}

export function compileCall(id: FunctionId, values: readonly Sql[]): Sql {
  const definition: ScalarFunction = functions[id];
  const ready = values.map((value, at) => {
    const parameter = definition.parameters[Math.min(at, definition.parameters.length - 1)];
    if (parameter === "scale") return sql`cast(${value} as integer)`;
    return parameter === "count" ? sql`try_cast(${value} as bigint)` : value;
  });
  return (definition.compile ?? called(id))(ready);
}
