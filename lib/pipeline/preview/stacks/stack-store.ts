import {
  anonymizeShape,
  type ColumnPlan,
  cleanseShape,
  compileAnonymizeStack,
  compileCleanseStack,
  type ModulePlan,
  type StackedColumn,
  type StackedRule,
  type StagedColumn,
  sourceOf,
  stackedRule,
  type TablePlan,
} from "#lib/compiler";
import type { ColumnType } from "#lib/contracts";
import type { Engine } from "#lib/engine";
import { name, type Sql, sql } from "#lib/sql";
import { hashOf } from "../table-looks.ts";
import { Recent } from "./recent.ts";

/** A table of the engine with lone columns of one type on top of each other. */
export interface KeptStack {
  /** What it was made of: equal marks, equal cells. */
  readonly mark: string;
  readonly table: Sql;
  readonly type: ColumnType;
  /** The numbers of its columns. */
  readonly numbers: readonly number[];
}

/** `k`, `__row`, the cleansed `v` and its flags `f`. */
export interface CleansedStack extends KeptStack {
  readonly columns: readonly StackedColumn[];
}

/** What lone columns of a table are cleansed from. */
export interface LoneRows {
  readonly table: TablePlan;
  readonly lone: readonly ColumnPlan[];
  /** The transformed columns by name. */
  readonly staged: ReadonlyMap<string, StagedColumn>;
  /** Names the rows. */
  readonly rows: string;
  readonly zone: string;
}

/** Columns of a stack at most: after a change of one, so many are made again. */
const stackWidth = 128;

const grouped = <T>(items: readonly T[], by: (item: T) => string): readonly (readonly T[])[] => [
  ...Map.groupBy(items, by).values(),
];

/**
 * Stacks of lone columns, kept by what they were made of: where one rule changes, the stack with its column is made again
 * and all others are there.
 */
export class StackStore {
  readonly #engine: Engine;
  readonly #numbers = new Map<string, number>();
  readonly #kept = new Recent<Sql>();
  #made = 0;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** The same for a column of a name as long as the store is there. */
  numberOf(table: string, column: string): number {
    const key = JSON.stringify([table, column]);
    const known = this.#numbers.get(key) ?? this.#numbers.size;
    this.#numbers.set(key, known);
    return known;
  }

  /** Stacks of all lone columns. */
  async cleanse({ table, lone, staged, rows, zone }: LoneRows): Promise<readonly CleansedStack[]> {
    const columns = lone.map(
      (column): StackedColumn => ({
        k: this.numberOf(table.name, column.name),
        column,
        staged: sourceOf(table, column, staged).type,
      }),
    );
    const batches = grouped(columns, ({ k, column }) =>
      JSON.stringify([Math.floor(k / stackWidth), column.type]),
    );
    const due: Sql[] = [];
    const stacks = batches.flatMap((batch): CleansedStack[] => {
      const [first] = batch;
      if (!first) return [];
      const shapes = batch.map((column) => [column.k, column.column.from, cleanseShape(column)]);
      const mark = hashOf(["cleanse", table.name, rows, zone, shapes]);
      const own = this.#tableOf(mark, (target) =>
        due.push(compileCleanseStack(target, table.name, grouped(batch, cleanseShape), zone)),
      );
      return [
        { mark, table: own, type: first.column.type, numbers: batch.map(({ k }) => k), columns: batch },
      ];
    });
    await this.#make(due);
    return stacks;
  }

  /** `k`, `__row`, the published `v` and `bad`; of columns that leave. */
  async anonymize(
    plan: ModulePlan,
    table: TablePlan,
    stacks: readonly CleansedStack[],
  ): Promise<readonly KeptStack[]> {
    const due: Sql[] = [];
    const made = stacks.flatMap((stack) => {
      const rules = stack.columns.flatMap(({ column, k }) => stackedRule(plan, table, column, k) ?? []);
      return grouped(rules, ({ publication }) => JSON.stringify(publication.type)).flatMap(
        (batch): KeptStack[] => {
          const [first] = batch;
          if (!first) return [];
          const mark = hashOf(["anonymize", stack.mark, batch.map(ruleMark)]);
          const isAll = batch.length === stack.columns.length;
          const own = this.#tableOf(mark, (target) =>
            due.push(compileAnonymizeStack(target, stack.table, grouped(batch, anonymizeShape), isAll)),
          );
          return [{ mark, table: own, type: first.publication.type, numbers: batch.map(({ k }) => k) }];
        },
      );
    });
    await this.#make(due);
    return made;
  }

  #tableOf(mark: string, make: (target: Sql) => void): Sql {
    const known = this.#kept.get(mark);
    if (known) return known;
    const table = name("work", `stack ${++this.#made}`);
    make(table);
    this.#kept.set(mark, table);
    return table;
  }

  async #make(due: readonly Sql[]): Promise<void> {
    try {
      await this.#engine.together(due.map((statement) => (lane) => lane.execute(statement)));
    } catch (error) {
      // Which of them were made is not known.
      await this.#drop(this.#kept.clear());
      throw error;
    }
  }

  /** Drops what nobody has asked for in a while. */
  async sweep(): Promise<void> {
    await this.#drop(this.#kept.age());
  }

  async #drop(tables: readonly Sql[]): Promise<void> {
    for (const table of tables) await this.#engine.execute(sql`drop table if exists ${table}`);
  }
}

const ruleMark = (rule: StackedRule): readonly unknown[] => [rule.k, anonymizeShape(rule), rule.secrets];
