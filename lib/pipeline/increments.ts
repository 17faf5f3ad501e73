import { duckdbType } from "#lib/column-rules";
import {
  compileKeysRead,
  createPublishedWith,
  publishedColumns,
  type TablePlan,
  tableNames,
  tablePlan,
} from "#lib/compiler";
import type { SourceColumn } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { incrementalProblems, type TableDocument } from "#lib/metadata";
import { findSourceDefinition, quotedColumns } from "#lib/sources";
import { join, literal, name, type Sql, sql, unsafeText } from "#lib/sql";
import { keyIdsOf } from "./key-ids.ts";
import type { Ports } from "./ports.ts";
import { type RunContext, type RunState, tableState } from "./run-context.ts";

/**
 * Tables that are read in increments: only rows that came or changed since the version before, and the rows that it published.
 * Whatever could make such a version another than a run over everything makes this run read everything.
 */

type Previous = NonNullable<Awaited<ReturnType<Ports["registry"]["previous"]>>>;

/** Why a table that may be read in increments is read whole this time. */
type WholeReason = "first" | "document" | "keys" | "withdrawn" | "orphans" | "record";

const movingTypes = ["integer", "date", "timestamp", "timestamp(tz)"] as const;
type MovingType = (typeof movingTypes)[number];
const isMoving = (datatype: string): datatype is MovingType => movingTypes.some((one) => one === datatype);

/**
 * How far back rows are read again where the document says nothing: a row gets its moment before it is committed. Numbers have
 * no usual distance.
 */
const usualOverlap: Readonly<Record<MovingType, number>> = {
  integer: 0,
  date: 1,
  timestamp: 300,
  "timestamp(tz)": 300,
};

async function wholeReason(
  context: RunContext,
  table: TableDocument,
  previous: Previous | undefined,
): Promise<WholeReason | undefined> {
  const before = previous?.manifest.tables.find(({ name: own }) => own === table.name);
  if (!previous || !before || !previous.watermarks?.has(table.name)) return "first";
  if (previous.isWithdrawn) return "withdrawn";
  if (previous.manifest.contentHash !== context.contentHash) return "document";
  const plan = tablePlan(context.plan, table.name);
  const keys = plan ? await keyIdsOf(context, [plan]) : {};
  const then = previous.provenance?.keyIds ?? {};
  if (Object.entries(keys).some(([domain, id]) => then[domain] !== id)) return "keys";
  // A row that had no parent then may have one now.
  const quality = previous.quality?.tables.find(({ name: own }) => own === table.name);
  const counted = [...(quality?.rules ?? []), ...(quality?.reasons ?? [])];
  const hadOrphans = !quality || counted.some(({ code }) => code === "orphan" || code === "cascade");
  if ((table.foreignKeys ?? []).length > 0 && (hadOrphans || (quality.incremental?.orphaned ?? 0) > 0))
    return "orphans";
  return (await previous.file?.(table.name)) === undefined ? "record" : undefined;
}

/** How a moment is written where its column has no zone, or stands in UTC; an overlap is taken off before. */
function startOf(value: string, type: MovingType, overlap: number): Sql {
  if (type === "integer") return sql`(${literal(value)}::hugeint - ${literal(overlap)}::hugeint)::varchar`;
  if (type === "date") return sql`(${literal(value)}::date - ${literal(overlap)}::integer)::varchar`;
  return sql`strftime(${literal(value)}::timestamp - to_seconds(${literal(overlap)}::bigint), '%Y-%m-%d %H:%M:%S.%f')`;
}

const zoned = { postgresql: "+00", duckdb: "+00", mysql: "", sqlite: "" } as const;

/** A script that gives only rows from a value of its cursor on; where the cursor is null nobody knows, so they come too. */
function scriptSince(kind: string, script: string, cursor: string, type: MovingType, start: string): string {
  const definition = findSourceDefinition(kind);
  const column = quotedColumns([cursor], definition?.identifierQuote);
  const zone = type === "timestamp(tz)" ? zoned[definition?.dialect ?? "duckdb"] : "";
  const value = type === "integer" ? start : `'${start}${zone}'`;
  const inner = script.trim().replace(/;$/, "");
  return `select * from (\n${inner}\n) as etlx_rows where ${column} >= ${value} or ${column} is null`;
}

/** The script that a table is read with in this run; its state says whether it goes on from the version before. */
export async function scriptOf(
  context: RunContext,
  table: TableDocument,
  kind: string,
  given: readonly SourceColumn[] | undefined,
): Promise<string> {
  const { extraction } = table;
  const script = extraction?.script ?? "";
  const { incremental } = extraction ?? {};
  const state = tableState(context, table.name);
  delete state.increment;
  if (!incremental || !given || context.request.kind !== "publication") return script;
  const [problem] = incrementalProblems(context.request.document, table);
  if (problem) throw new TypeError(`a document that validates has none: ${problem.code}`);
  const cursor = given.find(({ name: own }) => own.toLowerCase() === incremental.cursor.toLowerCase());
  if (!cursor || !isMoving(cursor.datatype))
    throw new AppError(
      "cursor-unusable",
      { table: table.name, column: incremental.cursor, type: cursor?.datatype ?? "–" },
      { place: { stage: "extract", table: table.name } },
    );
  const previous = await context.request.ports.registry.previous();
  const reason = await wholeReason(context, table, previous);
  const { journal } = context.request.ports;
  const event = { level: "info", kind: "message", stage: "extract", table: table.name } as const;
  if (reason || !previous) {
    journal.emit({ ...event, message: `read-whole-${reason ?? "first"}` });
    return script;
  }
  const last = previous.watermarks?.get(table.name) ?? "";
  const [row] = await context.engine.rows(
    sql`select ${startOf(last, cursor.datatype, incremental.overlap ?? usualOverlap[cursor.datatype])} as start`,
  );
  const { number, versionId } = previous;
  state.increment = { number, versionId, carried: 0, replaced: 0, orphaned: 0 };
  journal.emit({ ...event, message: "read-increment", params: { number, cursor: cursor.name } });
  return scriptSince(kind, script, cursor.name, cursor.datatype, String(row?.start));
}

const carried = (table: string) => name("work", `carried ${table}`);

const equal = (left: Sql, right: Sql, columns: readonly (readonly [string, string])[]): Sql =>
  join(
    columns.map(([own, other]) => sql`${left}.${name(own)} = ${right}.${name(other)}`),
    unsafeText(" and "),
  );

/** Foreign keys whose parents may have lost rows since: carried rows follow the key's policy. */
async function settleParents(context: RunContext, table: TablePlan): Promise<number> {
  const { engine } = context;
  let orphaned = 0;
  for (const key of table.foreignKeys) {
    if (key.onOrphan === "keep") continue;
    const pairs = key.columns.map((own, at) => [own, key.parentColumns[at] ?? own] as const);
    const present = join(
      key.columns.map((own) => sql`c.${name(own)} is not null`),
      unsafeText(" and "),
    );
    const isOrphan = sql`${present} and not exists (select 1 from ${tableNames.published(key.parent)} as p where ${equal(sql`c`, sql`p`, pairs)})`;
    const rows = await engine.count(sql`select count(*) from ${carried(table.name)} as c where ${isOrphan}`);
    if (rows === 0) continue;
    const column = key.columns.join(", ");
    if (key.onOrphan === "fail")
      throw new AppError(
        "orphans-failed",
        { table: table.name, column, parent: key.parent, count: rows },
        { place: { stage: "anonymize", table: table.name, column, rule: "foreign-key" } },
      );
    orphaned += rows;
    if (key.onOrphan === "reject")
      await engine.execute(sql`delete from ${carried(table.name)} as c where ${isOrphan}`);
    else
      await engine.execute(
        sql`update ${carried(table.name)} as c set ${join(key.columns.map((own) => sql`${name(own)} = null`))} where ${isOrphan}`,
      );
  }
  return orphaned;
}

/** Puts the version before under the rows of this run: of two rows of one published key, this run's counts. */
export async function carryOver(context: RunContext, table: TablePlan): Promise<void> {
  const state = tableState(context, table.name);
  const { increment } = state;
  if (!increment) return;
  const { engine, request } = context;
  const previous = await request.ports.registry.previous();
  const file = previous?.versionId === increment.versionId ? await previous.file?.(table.name) : undefined;
  if (file === undefined) throw new AppError("version-conflict");
  engine.at({ stage: "anonymize", table: table.name });
  const columns = publishedColumns(table).map(({ column }) => name(column.name));
  const key = table.primaryKey?.columns ?? [];
  const now = name("work", `read ${table.name}`);
  await engine.execute(
    sql`create or replace table ${carried(table.name)} as select ${join(columns)} from read_parquet(${literal(file)})`,
  );
  // A row that is rejected now is gone, whatever it was before: its key is looked for among all that were read.
  await engine.execute(sql`create or replace table ${now} as ${compileKeysRead(context.plan, table)}`);
  const same = equal(
    sql`c`,
    sql`n`,
    key.map((own) => [own, own] as const),
  );
  const isReplaced = sql`exists (select 1 from ${now} as n where ${same})`;
  increment.replaced = await engine.count(
    sql`select count(*) from ${carried(table.name)} as c where ${isReplaced}`,
  );
  await engine.execute(sql`delete from ${carried(table.name)} as c where ${isReplaced}`);
  increment.orphaned = await settleParents(context, table);
  await engine.execute(sql`drop table ${now}`);
  await engine.execute(createPublishedWith(table, carried(table.name)));
  increment.carried = await engine.count(sql`select count(*) from ${carried(table.name)}`);
}

/** Whether every increment was read on from this version: following another, the rows between the two would be lost for good. */
export const goesOnFrom = (
  { tables }: RunState,
  version: { readonly versionId: string } | undefined,
): boolean =>
  Object.values(tables).every(({ increment }) => !increment || increment.versionId === version?.versionId);

/**
 * When the reading began, in UTC. A row with a moment after it (a wrong clock, a zone of its own) is read again: going on from
 * there would miss every row until then.
 */
function until({ state }: RunContext, { extraction }: TableDocument): Sql {
  const source = state.sources.find(({ name: own }) => own === extraction?.source);
  if (!source) throw new TypeError("what was read has a source");
  return literal(source.snapshotAt.replace("Z", ""));
}

/**
 * How far each table's source has been read by this run: the greatest cursor of all runs that led here. Asked of the engine while
 * publishing, so that no value of a source stands in what is kept between stages.
 */
export async function watermarks(context: RunContext): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const previous = await context.request.ports.registry.previous();
  for (const table of context.request.document.tables) {
    const { incremental } = table.extraction ?? {};
    if (!incremental) continue;
    const { increment, columns } = tableState(context, table.name);
    const cursor = columns.find(({ name: own }) => own.toLowerCase() === incremental.cursor.toLowerCase());
    if (!cursor || !isMoving(cursor.type.name)) continue;
    const before = increment ? previous?.watermarks?.get(table.name) : undefined;
    const isZoned = cursor.type.name === "timestamp(tz)";
    const greatest = sql`max(${name(cursor.name)})`;
    // Moments with a zone are written in UTC, as they are read again.
    const own = isZoned ? sql`(${greatest} at time zone 'UTC')` : greatest;
    const type = unsafeText(duckdbType(isZoned ? { name: "timestamp" } : cursor.type));
    const reached = before === undefined ? own : sql`greatest(${own}, ${literal(before)}::${type})`;
    // Where nothing was reached there is nothing to go on from: the engine's least() would pass over the null.
    const all =
      cursor.type.name === "integer"
        ? reached
        : sql`case when ${reached} is not null then least(${reached}, ${until(context, table)}::${type}) end`;
    const text = sql`(${all})::varchar`;
    const [row] = await context.engine.rows(
      sql`select ${text} as "value" from ${tableNames.transformed(table.name)}`,
    );
    if (typeof row?.value === "string") found.set(table.name, row.value);
  }
  return found;
}
