import { isWrong, type TablePlan, tableNames } from "#lib/compiler";
import type { Lane } from "#lib/engine";
import { join, name, type Sql, sql, unsafeText } from "#lib/sql";
import { anyFlag, shown, violationMasks } from "./choose-rows.ts";
import type { Quality, RowSet } from "./profile-columns.ts";
import type { Recent } from "./stacks/recent.ts";
import type { CleansedStack } from "./stacks/stack-store.ts";

/** Quality of lone columns by number: what their flags say of the shown rows. */
async function ofStacks(
  lane: Lane,
  stacks: readonly CleansedStack[],
  { rows, mark }: RowSet,
  recent: Recent<ReadonlyMap<number, Quality>>,
): Promise<ReadonlyMap<number, Quality>> {
  const keyOf = (stack: CleansedStack) => `quality ${stack.mark} ${mark}`;
  const due = stacks.filter((stack) => !recent.get(keyOf(stack)));
  if (due.length > 0) {
    const cells = due.map(
      ({ table }) =>
        sql`select k, f, v is null as is_empty from ${table}${rows ? sql` where ${rows(name("__row"))}` : sql``}`,
    );
    const counted = await lane.rows(
      sql`select k, count_if(${isWrong(name("f"))}) as wrong, count_if(is_empty and not ${isWrong(name("f"))}) as empty
        from (${join(cells, unsafeText(" union all "))}) group by k`,
    );
    const found = new Map(
      counted.map((row) => [Number(row.k), { wrong: Number(row.wrong), empty: Number(row.empty) }]),
    );
    for (const stack of due)
      recent.set(keyOf(stack), new Map([...found].filter(([k]) => stack.numbers.includes(k))));
  }
  return new Map(stacks.flatMap((stack) => [...(recent.get(keyOf(stack)) ?? [])]));
}

/** Quality of columns that stand side by side, by name. */
async function ofColumns(lane: Lane, together: TablePlan): Promise<ReadonlyMap<string, Quality>> {
  const { columns } = together;
  if (columns.length === 0) return new Map();
  const counts = columns.flatMap((column, index) => {
    const wrong = anyFlag("c", violationMasks(together, column.name));
    const value = name("c", column.name);
    return [
      sql`count_if(${wrong}) as ${name(`e${index}`)}`,
      sql`count_if(${value} is null and not (${wrong})) as ${name(`m${index}`)}`,
    ];
  });
  const rows = await lane.rows(
    sql`select ${join(counts)} from ${shown} s join ${tableNames.cleansed(together.name)} c on c."__row" = s."__row"`,
  );
  const [row = {}] = rows;
  return new Map(
    columns.map((column, index) => [
      column.name,
      { wrong: Number(row[`e${index}`] ?? 0), empty: Number(row[`m${index}`] ?? 0) },
    ]),
  );
}

/** What the rules of a table's columns say of their cells in the shown rows, by column. */
export async function qualityOf(
  lane: Lane,
  together: TablePlan,
  stacks: readonly CleansedStack[],
  rows: RowSet,
  recent: Recent<ReadonlyMap<number, Quality>>,
): Promise<ReadonlyMap<string, Quality>> {
  const found = new Map(await ofColumns(lane, together));
  const lone = await ofStacks(lane, stacks, rows, recent);
  for (const { columns } of stacks)
    for (const { column, k } of columns) found.set(column.name, lone.get(k) ?? { wrong: 0, empty: 0 });
  return found;
}

/** How many of the shown rows had no value as the source gave them, in the columns' order. */
export async function countRawNulls(
  lane: Lane,
  rawTable: Sql,
  columns: readonly string[],
  { rows }: RowSet,
): Promise<readonly number[]> {
  if (columns.length === 0) return [];
  const counts = columns.map((column, index) => sql`count(${name(column)}) as ${name(`r${index}`)}`);
  const [row = {}] = await lane.rows(
    sql`select count(*) as n, ${join(counts)} from ${rawTable}${rows ? sql` where ${rows(sql`rowid`)}` : sql``}`,
  );
  return columns.map((_, index) => Number(row.n) - Number(row[`r${index}`] ?? row.n));
}
