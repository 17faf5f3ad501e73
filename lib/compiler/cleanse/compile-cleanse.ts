import type { ColumnType } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { join, literal, name, type Sql, sql, unsafeText } from "#lib/sql";
import { cleansed, transformed } from "../names.ts";
import type { ColumnPlan, TablePlan } from "../plan/module-plan.ts";
import { availableColumns } from "./available-columns.ts";
import { type CompiledColumn, compileColumn, type MadeValues } from "./compile-column.ts";
import { Layers, type OutputColumn } from "./layers.ts";

/** A transformed column as the engine holds it. */
export interface StagedColumn {
  readonly name: string;
  readonly type: ColumnType;
}

/** Bits of one flag word: a signed 64-bit integer without its sign, less one to stay clear of overflow. */
export const flagWordBits = 62;

/** The bit of a column's "was missing" among the flags: they follow those of the rules. */
export const nullBit = (table: TablePlan, columnIndex: number): number => table.rules.length + columnIndex;

export const flagWords = (table: TablePlan): number =>
  Math.ceil((table.rules.length + table.columns.length) / flagWordBits);

function flagOutputs(table: TablePlan, columns: readonly CompiledColumn[]): OutputColumn[] {
  const bits = columns.flatMap((column, index) => [
    ...column.flags.map((flag) => ({ alias: flag.alias, bit: flag.ordinal - 1 })),
    { alias: column.wasMissing, bit: nullBit(table, index) },
  ]);
  return Array.from({ length: flagWords(table) }, (_, word) => {
    const own = bits.filter(({ bit }) => Math.floor(bit / flagWordBits) === word);
    const terms = own.map(
      ({ alias, bit }) =>
        sql`case when ${name(alias)} then ${literal(2n ** BigInt(bit % flagWordBits))}::bigint else 0::bigint end`,
    );
    return {
      name: `__f${word}`,
      expression: terms.length === 0 ? sql`0::bigint` : join(terms, unsafeText(" + ")),
      uses: own.map(({ alias }) => alias),
    };
  });
}

function reasonOutput(columns: readonly CompiledColumn[]): OutputColumn {
  const rejecting = columns.flatMap((column) => column.flags.filter((flag) => flag.rejects));
  const cases = rejecting.map((flag) => sql` when ${name(flag.alias)} then ${flag.ordinal}`);
  return {
    name: "__reason",
    expression:
      cases.length === 0
        ? sql`0::usmallint`
        : sql`(case${join(cases, unsafeText(""))} else 0 end)::usmallint`,
    uses: rejecting.map((flag) => flag.alias),
  };
}

/** What a column reads, of the transformed columns by name. */
export function sourceOf<T extends StagedColumn>(
  table: TablePlan,
  column: ColumnPlan,
  staged: ReadonlyMap<string, T>,
): T {
  const source = staged.get(column.from);
  if (source) return source;
  throw new AppError(
    "column-missing",
    {
      table: table.name,
      column: column.name,
      from: column.from,
      available: availableColumns(table.document, [...staged.keys()]),
    },
    { place: { stage: "cleanse", table: table.name, column: column.name } },
  );
}

/**
 * The statement of Cleanse for one table: every column rule that looks at one row, fused into one streaming query. `made` holds
 * what functions of users have made, by column in their order.
 */
export function compileCleanse(
  table: TablePlan,
  staged: readonly StagedColumn[],
  zone: string,
  made: ReadonlyMap<string, readonly MadeValues[]> = new Map(),
): Sql {
  const layers = new Layers();
  layers.base("__row");
  const types = new Map(staged.map((one) => [one.name, one]));
  const bases = table.columns.map((column, index) => {
    const { type } = sourceOf(table, column, types);
    layers.base(`r${index}`);
    return { column, type, alias: `r${index}` };
  });
  const compiled = bases.map(({ column, type, alias }, index) =>
    compileColumn(layers, `c${index}`, alias, column, type, zone, made.get(column.name)),
  );
  const base = sql`select rowid as "__row"${join(
    bases.map(({ column, alias }) => sql`, ${name(column.from)} as ${name(alias)}`),
    unsafeText(""),
  )} from ${transformed(table.name)}`;
  const output: OutputColumn[] = [
    { name: "__row", expression: name("__row"), uses: ["__row"] },
    reasonOutput(compiled),
    ...flagOutputs(table, compiled),
    ...compiled.map((column, index) => ({
      name: table.columns[index]?.name ?? "",
      expression: name(column.value),
      uses: [column.value],
    })),
  ];
  return sql`create or replace table ${cleansed(table.name)} as ${layers.select(base, output)}`;
}

/**
 * One row a flag word with a bit set in some row: `w`, and `b<bit>` = how many rows have that bit. Words become rows, so that
 * the statement is as short for many columns as for few.
 */
export function compileFlagCounts(table: TablePlan): Sql {
  const words = Array.from({ length: flagWords(table) }, (_, word) => word);
  const columns = join(words.map((word) => name(`__f${word}`)));
  const sums = Array.from(
    { length: flagWordBits },
    (_, bit) => sql`, sum(((v >> ${bit}) & 1) * n)::bigint as ${name(`b${bit}`)}`,
  );
  return sql`select w${join(sums, unsafeText(""))} from (
      select unnest([${join(words.map(literal))}]) as w, unnest([${columns}]) as v, n
      from (select ${columns}, count(*) as n from ${cleansed(table.name)} group by all)
    ) where v <> 0 group by w`;
}

/** How many rows have each of the first `bits` flags, of what {@link compileFlagCounts} answers. */
export function flagCounts(
  rows: readonly Readonly<Record<string, unknown>>[],
  bits: number,
): readonly number[] {
  const counts = Array.from({ length: bits }, () => 0);
  for (const row of rows)
    for (let bit = 0; bit < flagWordBits; bit++) {
      const at = Number(row.w) * flagWordBits + bit;
      if (at < bits) counts[at] = Number(row[`b${bit}`]);
    }
  return counts;
}
