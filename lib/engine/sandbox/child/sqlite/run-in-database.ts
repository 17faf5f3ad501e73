import { isUtf8 } from "node:buffer";
import path from "node:path";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { DuckDBAppender } from "@duckdb/node-api";
import { AppError } from "#lib/kernel";
import { type BoundScript, bindParameters, duckdbQuoting } from "#lib/sql";
import type { ScriptResult, Task } from "../../protocol.ts";
import { scriptRefused } from "../../script-refusals.ts";
import type { LockedEngine } from "../locked-engine.ts";
import { scriptError } from "../run-script.ts";
import { datatypeOf, expressionOf, finalType, textOf } from "./column-types.ts";
import { scriptErrorOf } from "./database-error.ts";
import { type OpenDatabase, openDatabase } from "./open-database.ts";

const { name: quote, literal } = duckdbQuoting;
/** Rows are handed to the engine in pieces of about so many bytes. */
const flushBytes = 16 << 20;
const replacement = "\uFFFD";

type ScriptTask = Extract<Task, { kind: "script-in-database" }>;

interface Column {
  readonly name: string;
  readonly declared: string | null;
}

const bare = (script: string): string => script.replace(/(?:\s|;)+$/, "");
const wrapped = (script: string, limit = ""): string => `select * from (\n${bare(script)}\n) as q${limit}`;

/** The columns of a script, if it is one statement that reads. */
function checkedColumns(
  { database, refused }: OpenDatabase,
  { script, place }: ScriptTask,
): readonly Column[] {
  const noSelect = (cause?: unknown) => scriptRefused(place, "not-select", {}, cause);
  const prepare = (sql: string): StatementSync => {
    try {
      return database.prepare(sql);
    } catch (error) {
      const what = refused();
      throw what === undefined ? error : scriptRefused(place, "other-statement", { what }, error);
    }
  };
  if (bare(script) === "") throw noSelect();
  // Bare first: what closes a parenthesis of ours does not parse. Then inside of one: two statements do not.
  const columns = prepare(bare(script))
    .columns()
    .map(({ name, type }): Column => ({ name, declared: type }));
  try {
    prepare(wrapped(script));
  } catch (error) {
    throw error instanceof AppError ? error : noSelect(error);
  }
  const names = new Set<string>();
  for (const { name } of columns) {
    if (name === "") throw scriptRefused(place, "column-unnamed");
    if (names.has(name.toLowerCase()))
      throw new AppError("source-column-repeated", { table: place.table, column: name }, { place });
    names.add(name.toLowerCase());
  }
  return columns;
}

/** Puts all rows into a table of texts, and tells which kinds of values each column holds. */
function appendRows(
  statement: StatementSync,
  values: BoundScript["values"],
  appender: DuckDBAppender,
  width: number,
): { readonly rows: number; readonly kinds: readonly number[]; readonly doubtful: ReadonlySet<number> } {
  const kinds = Array<number>(width).fill(0);
  const doubtful = new Set<number>();
  let rows = 0;
  let waiting = 0;
  for (const row of statement.iterate({ ...values }) as Iterable<unknown> as Iterable<readonly unknown[]>) {
    for (let at = 0; at < width; at++) {
      const value = row[at];
      if (value === null || value === undefined) {
        appender.appendNull();
        continue;
      }
      const { kind, text } = textOf(value);
      kinds[at] = (kinds[at] ?? 0) | kind;
      if (text.includes(replacement)) doubtful.add(at);
      appender.appendVarchar(text);
      waiting += text.length;
    }
    appender.endRow();
    rows++;
    waiting += width;
    if (waiting > flushBytes) {
      appender.flushSync();
      waiting = 0;
    }
  }
  appender.closeSync();
  return { rows, kinds, doubtful };
}

/** Text that is no UTF-8 was read with its bytes replaced: it is refused, with its row. */
function assertUtf8(
  database: DatabaseSync,
  { script, file, sample }: ScriptTask,
  values: BoundScript["values"],
  columns: readonly Column[],
  doubtful: ReadonlySet<number>,
): void {
  if (doubtful.size === 0) return;
  const list = [...doubtful].map((at) => {
    const name = `"${columns[at]?.name.replaceAll('"', '""')}"`;
    return `case typeof(${name}) when 'text' then cast(${name} as blob) end`;
  });
  const limit = sample === undefined ? "" : ` limit ${sample}`;
  let line = 0;
  for (const row of database
    .prepare(`select ${list.join(", ")} from (${wrapped(script, limit)})`)
    .iterate({ ...values }) as Iterable<unknown> as Iterable<readonly unknown[]>) {
    line++;
    if (row.some((value) => value instanceof Uint8Array && !isUtf8(value)))
      throw new AppError(
        "file-encoding-invalid",
        { file: file.label, line, encoding: "utf-8" },
        { place: { line } },
      );
  }
}

/** Runs a script in SQLite itself; with an output, its rows become a table there. */
export async function runScriptInDatabase(
  engine: LockedEngine,
  given: ScriptTask,
  scratch: string,
): Promise<ScriptResult> {
  const { text, values } = bindParameters(given.script, "sqlite", given.parameters ?? []);
  const task = { ...given, script: text };
  const { connection } = engine;
  const opened = await openDatabase(task.file);
  const { database } = opened;
  try {
    opened.lock();
    const columns = checkedColumns(opened, task);
    const typed = (kinds: readonly number[]) =>
      columns.map(({ name, declared }, at) => ({
        name,
        nativeType: declared ?? "",
        datatype: kinds.length === 0 ? datatypeOf(declared) : finalType(declared, kinds[at] ?? 0),
        nullable: true,
      }));
    if (!task.output) return { columns: typed([]), rows: 0 };
    await connection.run(`attach ${literal(path.join(scratch, "cells.duckdb"))} as cells`);
    await connection.run(`attach ${literal(task.output.databaseFile)} as out`);
    await engine.lock([]);
    await connection.run(
      `create table cells.main.cells (${columns.map((_, at) => `c${at} varchar`).join(", ")})`,
    );
    const limit = task.sample === undefined ? "" : ` limit ${Math.max(0, Math.trunc(task.sample))}`;
    const appender = await connection.createAppender("cells", "main", "cells");
    const statement = database.prepare(wrapped(task.script, limit));
    const { rows, kinds, doubtful } = appendRows(statement, values, appender, columns.length);
    assertUtf8(database, task, values, columns, doubtful);
    const result = typed(kinds);
    const list = columns.map(
      ({ name, declared }, at) =>
        `${expressionOf(finalType(declared, kinds[at] ?? 0), `c${at}`)} as ${quote(name)}`,
    );
    await connection.run(
      `create table out.${quote(task.output.table)} as select ${list.join(", ")} from cells.main.cells`,
    );
    await connection.run("checkpoint out");
    return { columns: result, rows };
  } catch (error) {
    const { script, place, file } = task;
    const isOfSqlite = error instanceof Error && "errcode" in error;
    throw isOfSqlite ? scriptErrorOf(error, { script, place, label: file.label }) : scriptError(error, place);
  } finally {
    database.close();
  }
}
