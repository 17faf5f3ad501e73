import {
  type ColumnPlan,
  flagOrdinals,
  isWrong,
  rejectingOrdinals,
  type TablePlan,
  tableNames,
} from "#lib/compiler";
import type { Engine } from "#lib/engine";
import { join, literal, name, type Sql, sql, unsafeText } from "#lib/sql";
import { type MakeAnonymized, makeAnonymized } from "../../stages/anonymize.ts";
import { type MakeCleansed, makeCleansed } from "../../stages/cleanse.ts";
import type { CleansedStack, KeptStack, StackStore } from "./stack-store.ts";

/** Flags of lone columns' cells: `k`, `__row`, `f`; of cells without one, none. */
export const marks = (table: string): Sql => name("work", `marks ${table}`);
/** Cells that a lone column's rule could not handle: `k`, `__row`. */
const unhandled = (table: string): Sql => name("work", `unhandled ${table}`);

/** Rows with a cell that a lone column's rules found wrong. */
export const wrongRows = (table: string): Sql =>
  sql`select "__row" from ${marks(table)} where ${isWrong(name("f"))}`;

const gathered = (target: Sql, columns: Sql, stacks: readonly KeptStack[], where: Sql): Sql =>
  sql`create or replace table ${target} as ${join(
    stacks.map(({ table }) => sql`select ${columns} from ${table} where ${where}`),
    unsafeText(" union all "),
  )}`;

/** Gives rows a reason to be taken out, unless they have an earlier one. `reasons`: `__row`, `reason`. */
async function addReasons(engine: Engine, rows: Sql, column: Sql, reasons: Sql): Promise<void> {
  await engine.execute(
    sql`update ${rows} c set ${column} = r.reason from (${reasons}) r
      where r."__row" = c."__row" and (c.${column} = 0 or r.reason < c.${column})`,
  );
}

const columnsOf = (stacks: readonly CleansedStack[]): ReadonlyMap<number, ColumnPlan> =>
  new Map(stacks.flatMap(({ columns }) => columns.map(({ k, column }) => [k, column] as const)));

/** Counts the flags of lone columns by ordinal, and takes out the rows that their rules reject. */
async function applyMarks(
  engine: Engine,
  table: TablePlan,
  stacks: readonly CleansedStack[],
): Promise<ReadonlyMap<number, number>> {
  await engine.execute(gathered(marks(table.name), sql`k, "__row", f`, stacks, sql`f <> 0`));
  const columns = columnsOf(stacks);
  const most = Math.max(...[...columns.values()].map((column) => flagOrdinals(column).length));
  const bits = Array.from(
    { length: most },
    (_, bit) => sql`, sum((f::bigint >> ${bit}) & 1)::bigint as ${name(`b${bit}`)}`,
  );
  const rows = await engine.rows(
    sql`select k${join(bits, unsafeText(""))} from ${marks(table.name)} group by k`,
  );
  const counts = new Map<number, number>();
  const rejecting: Sql[] = [];
  for (const row of rows) {
    const column = columns.get(Number(row.k));
    const own = new Set(column && rejectingOrdinals(column));
    for (const [bit, ordinal] of (column ? flagOrdinals(column) : []).entries()) {
      const count = Number(row[`b${bit}`]);
      if (count === 0) continue;
      counts.set(ordinal, count);
      if (own.has(ordinal)) rejecting.push(sql`(${literal(Number(row.k))}, ${bit}, ${ordinal})`);
    }
  }
  if (rejecting.length > 0)
    await addReasons(
      engine,
      tableNames.cleansed(table.name),
      name("__reason"),
      sql`select m."__row", min(o.ordinal) as reason from ${marks(table.name)} m
        join (values ${join(rejecting)}) o(k, bit, ordinal) on o.k = m.k and (m.f::bigint >> o.bit) & 1 = 1 group by 1`,
    );
  return counts;
}

/** Cleanses the columns that stand side by side as a run does, and lets those of the stacks have their say about the rows. */
export const cleanseWith =
  (stacks: readonly CleansedStack[]): MakeCleansed =>
  async (context, table) => {
    const flags = [...(await makeCleansed(context, table))];
    if (stacks.length === 0) return flags;
    for (const [ordinal, count] of await applyMarks(context.engine, table, stacks))
      flags[ordinal - 1] = count;
    return flags;
  };

/** Publishes the columns that stand side by side as a run does, and those of the stacks beside them. */
export const anonymizeWith =
  (
    store: StackStore,
    cleansed: ReadonlyMap<string, readonly CleansedStack[]>,
    made: Map<string, readonly KeptStack[]>,
  ): MakeAnonymized =>
  async (context, table) => {
    const { engine } = context;
    await makeAnonymized(context, table);
    const stacks = await store.anonymize(context.plan, table, cleansed.get(table.name) ?? []);
    made.set(table.name, stacks);
    if (stacks.length === 0) return;
    await engine.execute(gathered(unhandled(table.name), sql`k, "__row"`, stacks, sql`bad`));
    const numbers = await engine.rows(sql`select distinct k from ${unhandled(table.name)}`);
    if (numbers.length === 0) return;
    const columns = columnsOf(cleansed.get(table.name) ?? []);
    const ordinals = numbers.flatMap(({ k }) => {
      const column = columns.get(Number(k));
      return column ? [sql`(${literal(Number(k))}, ${column.anonymizeOrdinal})`] : [];
    });
    await addReasons(
      engine,
      tableNames.anonymized(table.name),
      name("__bad"),
      sql`select u."__row", min(o.ordinal) as reason from ${unhandled(table.name)} u
        join (values ${join(ordinals)}) o(k, ordinal) on o.k = u.k group by 1`,
    );
  };
