import { join, type Sql, sql, unsafeText } from "../fragment.ts";
import type { CastType, Expression } from "./expression.ts";
import { compileCall } from "./functions.ts";
import { compileLiteral } from "./literals.ts";

const engineTypes: Readonly<Record<Exclude<CastType, "integer">, string>> = {
  text: "varchar",
  decimal: "decimal(38,9)",
  float: "double",
  boolean: "boolean",
  date: "date",
  timestamp: "timestamp",
};

/** A cast that gives null where the value is none of the type; a whole number is never made by rounding. */
function compileCast(value: Sql, to: CastType): Sql {
  if (to === "integer")
    return sql`try_cast(regexp_extract(cast(${value} as varchar), '^\\s*([+-]?[0-9]+)(\\.0*)?\\s*$', 1) as bigint)`;
  return sql`try_cast(${value} as ${unsafeText(engineTypes[to])})`;
}

function compile(expression: Expression, columnOf: (name: string) => Sql): Sql {
  const of = (part: Expression): Sql => compile(part, columnOf);
  const not = (negated: boolean): Sql => unsafeText(negated ? "not " : "");
  switch (expression.kind) {
    case "literal":
      return compileLiteral(expression);
    case "column":
      return columnOf(expression.name);
    case "not":
      return sql`(not ${of(expression.value)})`;
    case "negate":
      return sql`(- ${of(expression.value)})`;
    case "binary": {
      const { operator } = expression;
      const right = of(expression.right);
      const divisor = operator === "/" || operator === "%";
      return sql`(${of(expression.left)} ${unsafeText(operator)} ${divisor ? sql`nullif(${right}, 0)` : right})`;
    }
    case "in":
      return sql`(${of(expression.value)} ${not(expression.negated)}in (${join(expression.options.map(of))}))`;
    case "between":
      return sql`(${of(expression.value)} ${not(expression.negated)}between ${of(expression.low)} and ${of(expression.high)})`;
    case "is-null":
      return sql`(${of(expression.value)} is ${not(expression.negated)}null)`;
    case "case": {
      const branches = expression.branches.map(
        ({ when, result }) => sql`when ${of(when)} then ${of(result)} `,
      );
      const otherwise = expression.otherwise ? sql`else ${of(expression.otherwise)} ` : sql``;
      return sql`(case ${join(branches, unsafeText(""))}${otherwise}end)`;
    }
    case "call":
      return compileCall(expression.function, expression.values.map(of));
    case "cast":
      return compileCast(of(expression.value), expression.to);
  }
}

/**
 * An expression in the engine's SQL, made of our own words only. It yields null where some part cannot be computed
 * (overflow, division by zero, a failed cast), so no error text can carry a value. Ask `checkExpression` first;
 * `columnOf` gives plain columns: `try` takes no sub-queries and no aggregates.
 */
export const compileExpression = (expression: Expression, columnOf: (name: string) => Sql): Sql =>
  sql`try(${compile(expression, columnOf)})`;
