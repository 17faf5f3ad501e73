import { join, literal, name, type Sql, sql, unsafeText } from "#lib/sql";
import { type CompiledColumn, compileColumn } from "../cleanse/compile-column.ts";
import { Layers } from "../cleanse/layers.ts";
import { transformed } from "../names.ts";
import type { ColumnPlan } from "../plan/module-plan.ts";
import { type StackedColumn, stackColumns } from "./stacked-column.ts";

/** What decides what Cleanse makes of a lone column's cells: columns that agree in it are cleansed as one. */
export const cleanseShape = ({ column, staged }: StackedColumn): string =>
  JSON.stringify([
    staged,
    column.type,
    column.normalize,
    column.onCastFailure,
    column.default ?? null,
    column.nulls.use,
    column.nulls.tokens,
    column.checks.map(({ use, onViolation, default: value }) => [use, onViolation, value ?? null]),
  ]);

/** The rules whose flags a stack's `f` holds, lowest bit first: what became of nulls, the cast, then the checks. */
export const flagOrdinals = ({ nulls, castOrdinal, checks }: ColumnPlan): readonly number[] => [
  nulls.ordinal,
  castOrdinal,
  ...checks.map(({ ordinal }) => ordinal),
];

/** Whether a value was wrong: any flag but that of nulls. */
export const isWrong = (flags: Sql): Sql => sql`(${flags} >> 1) <> 0`;

function flagsOf(column: ColumnPlan, flags: CompiledColumn["flags"]): Sql {
  const ordinals = flagOrdinals(column);
  const type = unsafeText(ordinals.length < 15 ? "smallint" : "bigint");
  const terms = flags.map(
    ({ alias, ordinal }) =>
      sql`case when ${name(alias)} then ${literal(2n ** BigInt(ordinals.indexOf(ordinal)))} else 0 end`,
  );
  return sql`(${terms.length === 0 ? sql`0` : join(terms, unsafeText(" + "))})::${type}`;
}

function selectShape(table: string, columns: readonly StackedColumn[], zone: string): Sql {
  const [first] = columns;
  if (!first) throw new TypeError("a shape has a column");
  const layers = new Layers();
  // Names that no lambda of a rule has for a parameter.
  for (const alias of ["k", "__row", "__cell"]) layers.base(alias);
  const compiled = compileColumn(layers, "__v", "__cell", first.column, first.staged, zone);
  const cells = columns.map(({ k, column }) => ({ k, value: name(column.from) }));
  const passed = (alias: string) => ({ name: alias, expression: name(alias), uses: [alias] });
  return layers.select(stackColumns(cells, transformed(table), sql`rowid`, "__cell"), [
    passed("k"),
    passed("__row"),
    { name: "v", expression: name(compiled.value), uses: [compiled.value] },
    {
      name: "f",
      expression: flagsOf(first.column, compiled.flags),
      uses: compiled.flags.map(({ alias }) => alias),
    },
  ]);
}

/**
 * The statement of Cleanse for lone columns of one type: rows of `k`, `__row`, the value `v` and the flags `f`. Columns of one
 * shape are on top of each other, so the time it takes to plan grows with the number of shapes, not of columns.
 */
export function compileCleanseStack(
  target: Sql,
  table: string,
  shapes: readonly (readonly StackedColumn[])[],
  zone: string,
): Sql {
  return sql`create or replace table ${target} as ${join(
    shapes.map((columns) => selectShape(table, columns, zone)),
    unsafeText(" union all "),
  )}`;
}
