import { VARCHAR } from "@duckdb/node-api";
import { AppError } from "#lib/kernel";
import { type BoundScript, bindParameters, duckdbQuoting } from "#lib/sql";
import type { ScriptPlace, ScriptResult, Task } from "../protocol.ts";
import { checkScript } from "./check-script.ts";
import { columnOf } from "./column-types.ts";
import type { LockedEngine } from "./locked-engine.ts";

const { name: quote, literal } = duckdbQuoting;
/** The script as a view; no script can name it, since only given tables may be named. */
const scriptView = "etlx script";

/** Turns what the engine said about a script into its class and our own line; the words themselves are raw data. */
export function scriptError(error: unknown, place: ScriptPlace): unknown {
  if (error instanceof AppError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const detail = /^([A-Z][A-Za-z ]{2,40}?Error):/.exec(message)?.[1] ?? "Error";
  if (/out of memory|could not allocate|failed to (pin|allocate) block/i.test(message)) {
    return new AppError("script-limit", { ...place, resource: "RAM", limit: "" }, { place, cause: error });
  }
  if (/no space left|ENOSPC|max_temp_directory_size|file too large/i.test(message)) {
    return new AppError("script-limit", { ...place, resource: "disk", limit: "" }, { place, cause: error });
  }
  // The script begins on the second line of the statement that holds it.
  const found = /^LINE (\d+):/m.exec(message)?.[1];
  const line = found === undefined ? undefined : Math.max(1, Number(found) - 1);
  return new AppError(
    "script-failed",
    { ...place, detail, line: line ?? "–" },
    { place: { ...place, ...(line === undefined ? {} : { line }) }, cause: error },
  );
}

/** Checks a script before anything of it runs. */
export async function assertHarmless(
  engine: LockedEngine,
  script: string,
  tables: readonly string[],
  place: ScriptPlace,
  parameters: readonly string[] = [],
): Promise<void> {
  const [row] = await engine.rows("select json_serialize_sql($1::varchar) as tree", [script]);
  checkScript(script, String(row?.tree), tables, place, parameters);
}

/** Values of the parameters that a script names. */
type Values = BoundScript["values"];

/** Runs a statement with the script's values: texts, which the script's own casts make what they are. */
async function runBound(engine: LockedEngine, statement: string, values: Values): Promise<void> {
  const prepared = await engine.connection.prepare(statement);
  const types = Object.fromEntries(Object.keys(values).map((name) => [name, VARCHAR]));
  prepared.bind({ ...values }, types);
  await prepared.run();
  prepared.destroySync();
}

/** Runs a checked script in a locked engine; with an output (an attached database `out`), its rows become a table there. */
export async function runChecked(
  engine: LockedEngine,
  script: string,
  place: ScriptPlace,
  output: string | undefined,
  { sample, values = {} }: { readonly sample?: number | undefined; readonly values?: Values } = {},
): Promise<ScriptResult> {
  try {
    // A view would rename columns that are named alike; the statement itself still has both.
    const prepared = await engine.connection.prepare(`\n${script}`);
    const seen = new Set<string>();
    for (let index = 0; index < prepared.columnCount; index++) {
      const column = prepared.columnName(index);
      if (seen.has(column.toLowerCase())) {
        throw new AppError("source-column-repeated", { table: place.table, column }, { place });
      }
      seen.add(column.toLowerCase());
    }
    prepared.destroySync();
    const isBound = Object.keys(values).length > 0;
    // A view takes no values; an empty table of the same columns does. The script begins on the second line of each.
    const rows = `(\n${script.replace(/(?:\s|;)+$/, "")}\n)`;
    if (isBound)
      await runBound(
        engine,
        `create temp table ${quote(scriptView)} as select * from ${rows} limit 0`,
        values,
      );
    else await engine.connection.run(`create temp view ${quote(scriptView)} as\n${script}`);
    const found = await engine.rows(`describe ${quote(scriptView)}`);
    const columns = found.map((c) => columnOf(String(c.column_name), String(c.column_type)));
    if (output === undefined) return { columns: columns.map((c) => c.column), rows: 0 };
    const limit = sample === undefined ? "" : ` limit ${literal(sample)}`;
    const list = columns.map((c) => c.expression).join(", ");
    if (isBound)
      await runBound(
        engine,
        `create table out.${quote(output)} as select ${list} from ${rows}${limit}`,
        values,
      );
    else
      await engine.connection.run(
        `create table out.${quote(output)} as select ${list} from ${quote(scriptView)}${limit}`,
      );
    const [count] = await engine.rows(`select count(*) as n from out.${quote(output)}`);
    await engine.connection.run("checkpoint out");
    return { columns: columns.map((c) => c.column), rows: Number(count?.n) };
  } catch (error) {
    throw scriptError(error, place);
  }
}

/** A transformation: a script over tables of database files. */
export async function runScript(
  engine: LockedEngine,
  task: Extract<Task, { kind: "script" }>,
): Promise<ScriptResult> {
  const { connection } = engine;
  const { text, values } = bindParameters(task.script, "duckdb", task.parameters ?? []);
  await assertHarmless(
    engine,
    text,
    task.inputs.map((i) => i.as),
    task.place,
    Object.keys(values),
  );
  const aliases = new Map<string, string>();
  for (const input of task.inputs) {
    let alias = aliases.get(input.databaseFile);
    if (alias === undefined) {
      alias = `in${aliases.size}`;
      aliases.set(input.databaseFile, alias);
      await connection.run(`attach ${literal(input.databaseFile)} as ${alias} (read_only)`);
    }
    await connection.run(
      `create temp view ${quote(input.as)} as select * from ${alias}.main.${quote(input.table)}`,
    );
  }
  if (task.output) await connection.run(`attach ${literal(task.output.databaseFile)} as out`);
  await engine.lock([]);
  return runChecked(engine, text, task.place, task.output?.table, { values });
}
