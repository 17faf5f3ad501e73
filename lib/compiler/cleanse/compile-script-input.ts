import type { ColumnScript, ColumnType } from "#lib/contracts";
import { join, name, type Sql, sql } from "#lib/sql";
import { toText } from "../cast/strict-cast.ts";
import { scriptInputs, scriptOutputs, transformed } from "../names.ts";
import type { ColumnPlan, TablePlan } from "../plan/module-plan.ts";
import { type StagedColumn, sourceOf } from "./compile-cleanse.ts";
import { compileScriptInput, type MadeValues } from "./compile-column.ts";
import { Layers } from "./layers.ts";
import { rowHash } from "./row-hash.ts";

/** A function of a user's with the statements around it: values out of the engine, and what it made back into it. */
export interface ScriptStep {
  readonly script: ColumnScript;
  /** Makes the values: `id`, `source`, and `tie` where equal values are told apart by their rows. */
  readonly prepare: Sql;
  /** `id` and `value` in an order that follows from the data alone. */
  readonly inputs: Sql;
  /** What it made, `id` and `published`, under the name that the next steps look it up by. */
  finish(made: ColumnType): Sql;
  readonly cleanUp: readonly Sql[];
}

/** A value as a file takes it: an identifier's bytes would come back as no type of ours. */
const given = (value: Sql, type: ColumnType): Sql => (type.name === "uuid" ? toText(value, type) : value);

/**
 * Statements around a function over `values` (rows of `__row` and `v`, a present value). A function of single values gets
 * each once, its results by `source`; one of the whole column gets all of them, its results by `row`.
 */
export function scriptStep(
  {
    script,
    values,
    type,
    table,
    columns,
  }: {
    readonly script: ColumnScript;
    readonly values: Sql;
    readonly type: ColumnType;
    readonly table: string;
    /** All transformed columns: rows with equal values are put in an order by a hash of them. */
    readonly columns: readonly string[];
  },
  target: Sql,
  convert: (value: Sql, made: ColumnType) => Sql = (value) => value,
): ScriptStep {
  const outputs = name(scriptOutputs.schema, scriptOutputs.table);
  const isLocal = script.scope === "values";
  const tie = sql`(select ${rowHash("t", columns)} from ${transformed(table)} t where t.rowid = v."__row")`;
  const key = isLocal ? sql`i."source" as "source"` : sql`i."id" as "row"`;
  return {
    script,
    prepare: isLocal
      ? sql`create or replace table ${scriptInputs} as
          select row_number() over () as "id", v as "source", 0 as "tie" from (select distinct v from (${values}))`
      : sql`create or replace table ${scriptInputs} as
          select v."__row" as "id", v.v as "source", ${columns.length > 0 ? tie : sql`0`} as "tie" from (${values}) v`,
    inputs: sql`select "id", ${given(name("source"), type)} as "value" from ${scriptInputs} order by "source", "tie"`,
    finish: (made) =>
      sql`create or replace table ${target} as select ${key}, ${convert(sql`o."published"`, made)} as "published"
          from ${scriptInputs} i join ${outputs} o on i."id" = o."id"`,
    cleanUp: [sql`drop table ${scriptInputs}`, sql`drop table ${outputs}`],
  };
}

/** The next function of a column that has not been run; undefined where all have. */
export function nextScript(
  table: TablePlan,
  column: ColumnPlan,
  staged: readonly StagedColumn[],
  made: readonly MadeValues[],
  target: Sql,
): ScriptStep | undefined {
  const { type } = sourceOf(table, column, new Map(staged.map((one) => [one.name, one])));
  const layers = new Layers();
  for (const base of ["__row", "r0"]) layers.base(base);
  const input = compileScriptInput(layers, "c0", "r0", column, type, made);
  if (!input) return undefined;
  const base = sql`select ${join([
    sql`rowid as "__row"`,
    sql`${name(column.from)} as ${name("r0")}`,
  ])} from ${transformed(table.name)}`;
  const values = layers.select(base, [
    { name: "__row", expression: name("__row"), uses: ["__row"] },
    { name: "v", expression: name(input.alias), uses: [input.alias] },
  ]);
  return scriptStep(
    {
      script: input.script,
      values: sql`select * from (${values}) where v is not null`,
      type: input.type,
      table: table.name,
      columns: staged.map((one) => one.name),
    },
    target,
  );
}
