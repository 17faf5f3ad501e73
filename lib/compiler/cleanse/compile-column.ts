import {
  type CompileContext,
  duckdbType,
  findCheck,
  findNormalizer,
  findNullStrategy,
  type Normalizer,
  returnsOf,
} from "#lib/column-rules";
import type { ColumnScript, ColumnType } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import type { RuleUse } from "#lib/metadata";
import { type LiteralValue, literal, name, type Sql, sql, unsafeText } from "#lib/sql";
import { canonicalKey } from "../cast/canonical-text.ts";
import { castText, convert, toText } from "../cast/strict-cast.ts";
import type { ColumnPlan } from "../plan/module-plan.ts";
import type { Layers } from "./layers.ts";
import { isNullToken } from "./null-tokens.ts";

/** What a function of a user's has made of a column's values: looked up by the value, or by the row it stands in. */
export interface MadeValues {
  /** `source` or `row`, and `published`. */
  readonly table: Sql;
  readonly by: "value" | "row";
  /** Of what it made. */
  readonly type: ColumnType;
}

/** What the next function of a column is given. */
export interface ScriptInput {
  readonly alias: string;
  readonly type: ColumnType;
  readonly script: ColumnScript;
}

/** What a column leaves behind: its final alias, and the aliases of the conditions to count and to reject by. */
export interface CompiledColumn {
  readonly value: string;
  readonly flags: readonly { readonly alias: string; readonly ordinal: number; readonly rejects: boolean }[];
  /** True where there was no value before any rule acted: null in the data, or a null token. */
  readonly wasMissing: string;
}

const textType: ColumnType = { name: "string" };

/** A constant of the document as a value of a type. */
export function constant(value: unknown, type: ColumnType): Sql {
  const text =
    typeof value === "object" && value !== null ? JSON.stringify(value) : (value as LiteralValue | undefined);
  if (text === null || text === undefined) return sql`cast(null as ${unsafeText(duckdbType(type))})`;
  return castText(literal(String(text)), type);
}

/** Parameters of a rule, parsed by its own schema: defaults are filled in. */
export function parameters<P>(
  definition: { id: string; params: { parse(value: unknown): P } },
  use: RuleUse,
): P {
  return definition.params.parse(use.with ?? {});
}

/** Whether a policy takes the row out. */
const takesOut = (policy: string): boolean => policy === "reject" || policy === "fail";

/** Whether a column's null strategy takes out the rows without a value. */
function rejectsNulls({ nulls }: ColumnPlan): boolean {
  const definition = findNullStrategy(nulls.use.rule);
  return definition?.fill === "policy" && definition.policy === "reject";
}

/** The rules of a column that take a row out as Cleanse looks at it, by ordinal. */
export const rejectingOrdinals = (column: ColumnPlan): readonly number[] => [
  ...(takesOut(column.onCastFailure) ? [column.castOrdinal] : []),
  ...column.checks.flatMap(({ ordinal, onViolation }) => (takesOut(onViolation) ? [ordinal] : [])),
  ...(rejectsNulls(column) ? [column.nulls.ordinal] : []),
];

const unknownRule = (rule: string) =>
  new AppError("request-invalid", { detail: `the rule ${rule} is not known` });

/** Compiles the steps of one column: text rules, null tokens, parsing, cast, value rules, checks, null strategy. */
class ColumnCompiler {
  readonly #flags: { alias: string; ordinal: number; rejects: boolean }[] = [];
  readonly #layers: Layers;
  readonly #prefix: string;
  readonly #column: ColumnPlan;
  readonly #made: readonly MadeValues[];
  #current: string;
  #steps = 0;
  #scripts = 0;

  constructor(layers: Layers, prefix: string, base: string, column: ColumnPlan, made: readonly MadeValues[]) {
    this.#made = made;
    this.#layers = layers;
    this.#prefix = prefix;
    this.#current = base;
    this.#column = column;
  }

  #value(): Sql {
    return name(this.#current);
  }

  #set(expression: Sql, uses: readonly string[] = []): void {
    const alias = `${this.#prefix}_${this.#steps++}`;
    this.#layers.define(alias, expression, [this.#current, ...uses]);
    this.#current = alias;
  }

  #flag(ordinal: number, condition: Sql, uses: readonly string[], rejects: boolean): string {
    const alias = `${this.#prefix}_x${ordinal}`;
    this.#layers.define(alias, condition, uses);
    this.#flags.push({ alias, ordinal, rejects });
    return alias;
  }

  /** The steps before the first function that has not been run. */
  input(staged: ColumnType): ScriptInput | undefined {
    const { form, waiting } = this.#parse(staged);
    return waiting && { alias: this.#current, type: form, script: waiting };
  }

  compile(staged: ColumnType, zone: string): CompiledColumn {
    const { form, present, waiting } = this.#parse(staged);
    if (waiting) throw new TypeError(`${this.#column.name} has a function that was not run`);
    this.#cast(form, present, zone);
    this.#normalizeValue();
    for (const check of this.#column.checks) this.#check(check);
    const wasNull = `${this.#prefix}_n`;
    this.#layers.define(wasNull, sql`${this.#value()} is null`, [this.#current]);
    this.#nulls(wasNull);
    return { value: this.#current, flags: this.#flags, wasMissing: `${this.#prefix}_m` };
  }

  /** Sets the value to what a rule makes of it; the rule may name what it mentions more than once. */
  #apply(compile: (context: Pick<CompileContext<unknown>, "value" | "step">) => Sql): void {
    const steps: string[] = [];
    const step = (expression: Sql): Sql => {
      const alias = `${this.#prefix}_${this.#steps++}`;
      this.#layers.define(alias, expression, [this.#current, ...steps]);
      steps.push(alias);
      return name(alias);
    };
    this.#set(compile({ value: this.#value(), step }), steps);
  }

  #rule({ compile }: Pick<Normalizer, "compile">, params: unknown): void {
    const { type } = this.#column;
    if (compile) this.#apply((context) => compile.duckdb({ ...context, type, params }));
  }

  #normalizers(phase: "text" | "parse" | "value") {
    return this.#column.normalize.flatMap((use) => {
      const definition = findNormalizer(use.rule);
      if (!definition) throw unknownRule(use.rule);
      return definition.phase === phase ? [{ definition, params: parameters(definition, use) }] : [];
    });
  }

  /** The value as a function of a user's has made it. */
  #lookUp({ table, by }: MadeValues): void {
    const key = by === "row" ? sql`m."row" = "__row"` : sql`m."source" = ${this.#value()}`;
    this.#set(sql`(select m."published" from ${table} m where ${key})`, by === "row" ? ["__row"] : []);
  }

  /** Texts, null tokens and parsing; ends before a function that has not been run. */
  #parse(staged: ColumnType): { form: ColumnType; present: string; waiting?: ColumnScript } {
    const { type } = this.#column;
    const asText = staged.name === "string" || staged.name === "json" || type.name === "string";
    if (asText && staged.name !== "string") this.#set(toText(this.#value(), staged));
    if (asText) {
      for (const { definition, params } of this.#normalizers("text")) {
        this.#rule(definition, params);
      }
    }
    if (this.#column.nulls.tokens.length > 0) {
      const token = isNullToken(
        asText ? this.#value() : toText(this.#value(), staged),
        this.#column.nulls.tokens,
      );
      this.#set(sql`case when ${token} then null else ${this.#value()} end`);
    }
    const present = this.#current;
    this.#layers.define(`${this.#prefix}_m`, sql`${this.#value()} is null`, [present]);
    let form: ColumnType = asText ? textType : staged;
    for (const { definition, params } of this.#normalizers("parse")) {
      if (definition.script) {
        const made = this.#made[this.#scripts++];
        if (!made) return { form, present, waiting: definition.script(params) };
        this.#lookUp(made);
        form = made.type;
        continue;
      }
      if (form.name !== "string") continue;
      this.#rule(definition, params);
      const returns = returnsOf(definition, type, params);
      if (returns === type.name) form = type;
      else if (returns !== "text" && returns !== "decimal") form = { name: returns };
    }
    return { form, present };
  }

  #cast(form: ColumnType, present: string, zone: string): void {
    const { type } = this.#column;
    this.#set(
      form.name === "string" ? castText(this.#value(), type) : convert(this.#value(), form, type, zone),
    );
    this.#castFailure(present);
  }

  #castFailure(present: string): void {
    const { onCastFailure, castOrdinal, type } = this.#column;
    if (type.name === "string" && this.#normalizers("parse").length === 0) return;
    const failed = this.#flag(
      castOrdinal,
      sql`${name(present)} is not null and ${this.#value()} is null`,
      [present, this.#current],
      takesOut(onCastFailure),
    );
    if (onCastFailure === "default") {
      const value = constant(this.#column.default, type);
      this.#set(sql`case when ${name(failed)} then ${value} else ${this.#value()} end`, [failed]);
    }
  }

  #normalizeValue(): void {
    const { type } = this.#column;
    for (const { definition, params } of this.#normalizers("value")) {
      this.#rule(definition, params);
    }
    if (this.#column.key && type.name === "string")
      this.#set(canonicalKey(this.#value(), type, this.#column.domain));
  }

  #check(check: ColumnPlan["checks"][number]): void {
    const definition = findCheck(check.use.rule);
    if (!definition) throw unknownRule(check.use.rule);
    if (definition.scope === "table") return;
    const { type } = this.#column;
    const context = { value: this.#value(), type, params: parameters(definition, check.use) };
    const condition = sql`${this.#value()} is not null and (${definition.violated.duckdb(context)})`;
    const violated = this.#flag(check.ordinal, condition, [this.#current], takesOut(check.onViolation));
    const otherwise = (replacement: Sql) =>
      this.#set(sql`case when ${name(violated)} then ${replacement} else ${this.#value()} end`, [violated]);
    if (check.onViolation === "null") otherwise(sql`null`);
    if (check.onViolation === "default") otherwise(constant(check.default, type));
    if (check.onViolation === "clamp" && definition.clamp) otherwise(definition.clamp.duckdb(context));
  }

  #nulls(wasNull: string): void {
    const { use, ordinal } = this.#column.nulls;
    const { type } = this.#column;
    const definition = findNullStrategy(use.rule);
    if (!definition) throw unknownRule(use.rule);
    if (rejectsNulls(this.#column)) {
      this.#flag(ordinal, sql`${name(wasNull)}`, [wasNull], true);
    }
    if (definition.fill === "row") {
      const value = definition.compile.duckdb({ type, params: parameters(definition, use) });
      this.#flag(ordinal, sql`${name(wasNull)}`, [wasNull], false);
      this.#set(sql`coalesce(${this.#value()}, cast(${value} as ${unsafeText(duckdbType(type))}))`);
    }
  }
}

export function compileColumn(
  layers: Layers,
  prefix: string,
  base: string,
  column: ColumnPlan,
  staged: ColumnType,
  zone: string,
  made: readonly MadeValues[] = [],
): CompiledColumn {
  return new ColumnCompiler(layers, prefix, base, column, made).compile(staged, zone);
}

/** The steps of a column before its next function, where `made` are the results of those before; undefined behind the last. */
export const compileScriptInput = (
  layers: Layers,
  prefix: string,
  base: string,
  column: ColumnPlan,
  staged: ColumnType,
  made: readonly MadeValues[],
): ScriptInput | undefined => new ColumnCompiler(layers, prefix, base, column, made).input(staged);

/** Whether a function of a user's is among a column's normalizers. */
export const hasScript = ({ normalize }: Pick<ColumnPlan, "normalize">): boolean =>
  normalize.some(({ rule }) => findNormalizer(rule)?.script !== undefined);
