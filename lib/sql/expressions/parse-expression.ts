import { err, ok, type Result } from "#lib/kernel";
import {
  type arithmetic,
  type BinaryOperator,
  type CastType,
  castTypes,
  comparisons,
  type Expression,
  ExpressionError,
  type ExpressionProblem,
} from "./expression.ts";
import { findFunction } from "./functions.ts";
import { numberProblem, readMoment } from "./literals.ts";
import { type Token, tokensOf } from "./tokens.ts";

/** Long enough for any rule a person can review. */
const greatestLength = 10_000;
/** Deeper nesting than people write; keeps every walk over the tree off the end of the stack. */
const greatestDepth = 50;

const reserved = new Set(
  "and or not in between like is null case when then else end true false cast as".split(" "),
);
const among = <T extends string>(list: readonly T[], text: string): T | undefined =>
  list.find((item) => item === text);

/** Recursive descent, loosest binding first: or, and, not, comparison, ||, + -, * / %, sign. */
class Parser {
  readonly #tokens: readonly Token[];
  #position = 0;
  #depth = 0;

  constructor(source: string) {
    this.#tokens = tokensOf(source);
  }

  read(): Expression {
    const expression = this.#or();
    if (this.#peek().kind !== "end") this.#unexpected();
    return expression;
  }

  #peek(): Token {
    const token = this.#tokens[Math.min(this.#position, this.#tokens.length - 1)];
    if (!token) throw new TypeError("tokens end with an end");
    return token;
  }

  #take(): Token {
    const token = this.#peek();
    this.#position++;
    return token;
  }

  #unexpected(): never {
    const { kind, text, at } = this.#peek();
    if (kind === "end")
      throw new ExpressionError(at, "The expression ends too early.", "Выражение обрывается.");
    throw new ExpressionError(at, `Unexpected “${text}”.`, `Неожиданно: «${text}».`);
  }

  /** A reserved word or a symbol, when it comes next. */
  #skip(text: string): boolean {
    const token = this.#peek();
    const fits =
      token.kind === "symbol"
        ? token.text === text
        : token.kind === "word" && token.text.toLowerCase() === text;
    if (fits) this.#position++;
    return fits;
  }

  #expect(text: string): void {
    if (this.#skip(text)) return;
    const { at } = this.#peek();
    throw new ExpressionError(at, `“${text}” is missing here.`, `Здесь не хватает «${text}».`);
  }

  #nested<T>(read: () => T): T {
    if (this.#depth >= greatestDepth)
      throw new ExpressionError(
        this.#peek().at,
        `Nested more than ${greatestDepth} deep.`,
        `Вложенность больше ${greatestDepth}.`,
      );
    this.#depth++;
    const result = read();
    this.#depth--;
    return result;
  }

  /** Operators of one strength, from left to right. A long chain leans left, so it is as deep as it is long. */
  #chain(operatorOf: () => BinaryOperator | undefined, next: () => Expression): Expression {
    const start = this.#depth;
    let left = next();
    for (;;) {
      const { at } = this.#peek();
      const operator = operatorOf();
      if (!operator) break;
      left = this.#nested(() => ({ kind: "binary", at, operator, left, right: next() }));
      this.#depth++;
    }
    this.#depth = start;
    return left;
  }

  #or(): Expression {
    return this.#chain(
      () => (this.#skip("or") ? "or" : undefined),
      () => this.#and(),
    );
  }

  #and(): Expression {
    return this.#chain(
      () => (this.#skip("and") ? "and" : undefined),
      () => this.#not(),
    );
  }

  #not(): Expression {
    const { at } = this.#peek();
    if (this.#skip("not")) return { kind: "not", at, value: this.#nested(() => this.#not()) };
    return this.#comparison();
  }

  #comparison(): Expression {
    const value = this.#concatenation();
    const { at, text, kind } = this.#peek();
    const comparison = kind === "symbol" ? among(comparisons, text === "!=" ? "<>" : text) : undefined;
    if (comparison) {
      this.#position++;
      return { kind: "binary", at, operator: comparison, left: value, right: this.#concatenation() };
    }
    if (this.#skip("is")) {
      const negated = this.#skip("not");
      this.#expect("null");
      return { kind: "is-null", at, value, negated };
    }
    const negated = this.#skip("not");
    if (this.#skip("in")) return { kind: "in", at, value, options: this.#values(), negated };
    if (this.#skip("between")) {
      const low = this.#concatenation();
      this.#expect("and");
      return { kind: "between", at, value, low, high: this.#concatenation(), negated };
    }
    if (this.#skip("like")) {
      const like: Expression = {
        kind: "binary",
        at,
        operator: "like",
        left: value,
        right: this.#concatenation(),
      };
      return negated ? { kind: "not", at, value: like } : like;
    }
    if (negated) this.#unexpected();
    return value;
  }

  #concatenation(): Expression {
    return this.#chain(
      () => (this.#skip("||") ? "||" : undefined),
      () => this.#sum(),
    );
  }

  #symbolAmong(operators: readonly (typeof arithmetic)[number][]): BinaryOperator | undefined {
    const { kind, text } = this.#peek();
    const operator = kind === "symbol" ? among(operators, text) : undefined;
    if (operator) this.#position++;
    return operator;
  }

  #sum(): Expression {
    return this.#chain(
      () => this.#symbolAmong(["+", "-"]),
      () => this.#product(),
    );
  }

  #product(): Expression {
    return this.#chain(
      () => this.#symbolAmong(["*", "/", "%"]),
      () => this.#sign(),
    );
  }

  #sign(): Expression {
    const { at } = this.#peek();
    if (this.#skip("-")) return { kind: "negate", at, value: this.#nested(() => this.#sign()) };
    return this.#primary();
  }

  /** `(a, b, …)`, at least one. */
  #values(): readonly Expression[] {
    this.#expect("(");
    const values: Expression[] = [];
    do values.push(this.#nested(() => this.#or()));
    while (this.#skip(","));
    this.#expect(")");
    return values;
  }

  #primary(): Expression {
    const { kind, text, at } = this.#peek();
    if (this.#skip("(")) {
      const inner = this.#nested(() => this.#or());
      this.#expect(")");
      return inner;
    }
    if (kind === "number") return this.#number();
    if (kind === "word") return this.#word();
    if (kind === "text") {
      this.#take();
      return { kind: "literal", at, type: "text", text };
    }
    if (kind !== "quoted") this.#unexpected();
    this.#take();
    return { kind: "column", at, name: text };
  }

  #number(): Expression {
    const { text, at } = this.#take();
    const problem = numberProblem(text);
    if (problem) throw new ExpressionError(at, problem.en, problem.ru);
    return { kind: "literal", at, type: "number", text };
  }

  #word(): Expression {
    const { text, at } = this.#peek();
    const lower = text.toLowerCase();
    if (this.#skip("case")) return this.#case(at);
    if (this.#skip("cast")) return this.#cast(at);
    if (this.#skip("null")) return { kind: "literal", at, type: "null", text: "" };
    if (this.#skip("true") || this.#skip("false"))
      return { kind: "literal", at, type: "boolean", text: lower };
    if (reserved.has(lower)) this.#unexpected();
    this.#take();
    const next = this.#peek();
    if (next.kind === "text" && (lower === "date" || lower === "timestamp")) {
      this.#take();
      const moment = readMoment(next.text, lower);
      if (moment !== undefined) return { kind: "literal", at, type: lower, text: moment };
      throw new ExpressionError(next.at, `This is no ${lower}.`, "Такой даты или времени нет.");
    }
    if (next.kind !== "symbol" || next.text !== "(") return { kind: "column", at, name: text };
    return this.#call(lower, at);
  }

  #call(name: string, at: number): Expression {
    const found = findFunction(name);
    if (!found)
      throw new ExpressionError(
        at,
        `The function “${name}” cannot be used here.`,
        `Функцию «${name}» здесь использовать нельзя.`,
      );
    const values = this.#values();
    const { parameters, least = parameters.length, repeats = false } = found.definition;
    if (values.length < least || (!repeats && values.length > parameters.length))
      throw new ExpressionError(
        at,
        `“${name}” does not take ${values.length} values.`,
        `«${name}» не принимает столько значений: ${values.length}.`,
      );
    return { kind: "call", at, function: found.id, values };
  }

  #case(at: number): Expression {
    const branches: { when: Expression; result: Expression }[] = [];
    this.#expect("when");
    do {
      const when = this.#nested(() => this.#or());
      this.#expect("then");
      branches.push({ when, result: this.#nested(() => this.#or()) });
    } while (this.#skip("when"));
    const otherwise = this.#skip("else") ? this.#nested(() => this.#or()) : undefined;
    this.#expect("end");
    return { kind: "case", at, branches, ...(otherwise ? { otherwise } : {}) };
  }

  #cast(at: number): Expression {
    this.#expect("(");
    const value = this.#nested(() => this.#or());
    this.#expect("as");
    const target = this.#take();
    const to: CastType | undefined = among(castTypes, target.text.toLowerCase());
    if (!to || target.kind !== "word")
      throw new ExpressionError(
        target.at,
        `A value can be cast to ${castTypes.join(", ")}.`,
        `Привести значение можно к одному из типов: ${castTypes.join(", ")}.`,
      );
    this.#expect(")");
    return { kind: "cast", at, value, to };
  }
}

/** Reads a user's expression. What it answers holds nothing but allow-listed functions and operators over columns and literals. */
export function parseExpression(source: string): Result<Expression, ExpressionProblem> {
  try {
    if (source.length > greatestLength)
      throw new ExpressionError(
        greatestLength,
        `Longer than ${greatestLength} characters.`,
        `Длиннее ${greatestLength} знаков.`,
      );
    if (source.includes("\0"))
      throw new ExpressionError(
        source.indexOf("\0"),
        "The character U+0000 is not allowed.",
        "Знак U+0000 не допускается.",
      );
    return ok(new Parser(source).read());
  } catch (error) {
    if (error instanceof ExpressionError) return err(error.problem);
    throw error;
  }
}
