import { join, name, type Sql, sql } from "#lib/sql";

export interface OutputColumn {
  readonly name: string;
  readonly expression: Sql;
  readonly uses: readonly string[];
}

interface Step {
  readonly expression: Sql;
  readonly level: number;
}

/**
 * Builds one fused query from named steps: a step may use what earlier steps named. Steps of one level stand in one
 * projection, so that nothing is computed twice and the engine streams through all of them without materialising.
 */
export class Layers {
  readonly #steps = new Map<string, Step>();
  readonly #lastUse = new Map<string, number>();

  /** A column that the base query provides. */
  base(alias: string): void {
    this.#steps.set(alias, { expression: name(alias), level: 0 });
  }

  /** Names the value of an expression over earlier aliases. */
  define(alias: string, expression: Sql, uses: readonly string[]): Sql {
    const level = 1 + Math.max(0, ...uses.map((used) => this.#steps.get(used)?.level ?? 0));
    this.#steps.set(alias, { expression, level });
    this.#use(uses, level);
    return name(alias);
  }

  #use(aliases: readonly string[], level: number): void {
    for (const alias of aliases) this.#lastUse.set(alias, Math.max(this.#lastUse.get(alias) ?? 0, level));
  }

  /** The fused select over a base query. */
  select(base: Sql, output: readonly OutputColumn[]): Sql {
    const steps = [...this.#steps].map(([alias, step]) => ({ alias, ...step }));
    const depth = Math.max(0, ...steps.map((step) => step.level));
    for (const column of output) this.#use(column.uses, depth + 1);
    let query = base;
    for (let level = 1; level <= depth; level++) {
      const passed = steps.filter(
        (step) => step.level < level && (this.#lastUse.get(step.alias) ?? 0) > level,
      );
      const made = steps.filter((step) => step.level === level);
      const columns = [
        ...passed.map((step) => name(step.alias)),
        ...made.map((step) => sql`${step.expression} as ${name(step.alias)}`),
      ];
      query = sql`select ${join(columns)} from (${query})`;
    }
    return sql`select ${join(output.map((column) => sql`${column.expression} as ${name(column.name)}`))} from (${query})`;
  }
}
