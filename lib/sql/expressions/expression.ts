import type { Text } from "#lib/kernel";
import type { FunctionId } from "./functions.ts";

/**
 * Users' expressions as a tree: the only form in which they exist behind the parser. What the tree cannot say (sub-queries,
 * settings, files, functions outside the list, parameters) nobody can write.
 */

/** What an expression can yield, as far as checking needs it. `null` fits everywhere. */
export type ExpressionType =
  | "text"
  | "number"
  | "boolean"
  | "date"
  | "timestamp"
  | "time"
  | "uuid"
  | "binary"
  | "null";

/** Types that `cast(… as …)` knows. */
export const castTypes = ["text", "integer", "decimal", "float", "boolean", "date", "timestamp"] as const;
export type CastType = (typeof castTypes)[number];

export type LiteralKind = "text" | "number" | "boolean" | "date" | "timestamp" | "null";
export const comparisons = ["=", "<>", "<", "<=", ">", ">="] as const;
export const arithmetic = ["+", "-", "*", "/", "%"] as const;
export type BinaryOperator =
  | (typeof comparisons)[number]
  | (typeof arithmetic)[number]
  | "and"
  | "or"
  | "||"
  | "like";

/** `at` is where the part begins in the text, in UTF-16 units from 0. */
export type Expression = { readonly at: number } & (
  | { readonly kind: "literal"; readonly type: LiteralKind; readonly text: string }
  | { readonly kind: "column"; readonly name: string }
  | { readonly kind: "not" | "negate"; readonly value: Expression }
  | {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: "in";
      readonly value: Expression;
      readonly options: readonly Expression[];
      readonly negated: boolean;
    }
  | {
      readonly kind: "between";
      readonly value: Expression;
      readonly low: Expression;
      readonly high: Expression;
      readonly negated: boolean;
    }
  | { readonly kind: "is-null"; readonly value: Expression; readonly negated: boolean }
  | {
      readonly kind: "case";
      readonly branches: readonly { readonly when: Expression; readonly result: Expression }[];
      readonly otherwise?: Expression;
    }
  | { readonly kind: "call"; readonly function: FunctionId; readonly values: readonly Expression[] }
  | { readonly kind: "cast"; readonly value: Expression; readonly to: CastType }
);

/** Why a text is no expression, and where, in UTF-16 units from 0. */
export interface ExpressionProblem {
  readonly message: Text;
  readonly at: number;
}

/** Thrown inside this folder only; its doors answer a Result. */
export class ExpressionError extends Error {
  readonly problem: ExpressionProblem;
  constructor(at: number, en: string, ru: string) {
    super(en);
    this.problem = { message: { en, ru }, at };
  }
}

/** The parts directly below a part. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "literal":
    case "column":
      return [];
    case "not":
    case "negate":
    case "is-null":
    case "cast":
      return [expression.value];
    case "binary":
      return [expression.left, expression.right];
    case "in":
      return [expression.value, ...expression.options];
    case "between":
      return [expression.value, expression.low, expression.high];
    case "case":
      return [
        ...expression.branches.flatMap(({ when, result }) => [when, result]),
        ...(expression.otherwise ? [expression.otherwise] : []),
      ];
    case "call":
      return expression.values;
  }
}

/** Names of the columns an expression reads, each once. */
export function columnsOf(expression: Expression): readonly string[] {
  const found = new Set<string>();
  const visit = (part: Expression): void => {
    if (part.kind === "column") found.add(part.name);
    for (const child of partsOf(part)) visit(child);
  };
  visit(expression);
  return [...found];
}
