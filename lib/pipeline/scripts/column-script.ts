import { rm } from "node:fs/promises";
import path from "node:path";
import {
  type ColumnPlan,
  type MadeValues,
  nextScript,
  type ScriptStep,
  type StagedColumn,
  type TablePlan,
  tableNames,
} from "#lib/compiler";
import { type ColumnType, parseColumnType } from "#lib/contracts";
import { runPythonScript, scriptRefused } from "#lib/engine/server";
import { newId } from "#lib/kernel";
import { literal, name, sql } from "#lib/sql";
import type { RunContext } from "../run-context.ts";
import { poolOf, pythonLimits } from "./python-limits.ts";
import { readOutput } from "./read-output.ts";
import { scriptNames } from "./script-names.ts";
import { withOutput } from "./script-output.ts";

const made = name("script_of", "main", "rows");

/** Values that the runner gives a rule at once, at most: of a look at whether it says the same again, and of its work. */
const givenAtOnce = [1000, 100_000];

/**
 * Runs a function of a user's over a column's values: they go to the sandbox as a file, and what it made of them comes back
 * into the run's engine. Answers the type of what it made.
 */
export async function runColumnScript(
  context: RunContext,
  place: { readonly stage: string; readonly table: string; readonly column: string },
  step: ScriptStep,
): Promise<ColumnType> {
  const { engine, request, state } = context;
  const { staging } = request.ports.artefacts;
  const returned = path.join(staging, `rule-${newId()}.parquet`);
  const databaseFile = path.join(staging, `rule-${newId()}.duckdb`);
  try {
    await engine.execute(step.prepare);
    const given = await engine.count(sql`select count(*) from ${tableNames.scriptInputs}`);
    await withOutput(context, place, (onOutput) =>
      runPythonScript({
        onOutput,
        pool: poolOf(context),
        names: scriptNames(context),
        kind: "rule",
        place,
        script: step.script.script,
        counts: [given, ...givenAtOnce.map((most) => Math.min(most, given))],
        rule: { column: place.column, scope: step.script.scope },
        inputs: [
          {
            name: "values",
            write: (file) => engine.execute(sql`copy (${step.inputs}) to ${literal(file)} (format parquet)`),
          },
        ],
        output: returned,
        limits: pythonLimits(request.limits.scriptSeconds),
        now: new Date(state.startedAt),
        signal: request.signal,
      }),
    );
    const columns = await readOutput(context, place.table, returned, { databaseFile, table: "rows" });
    const datatype = columns.find((column) => column.name === "published")?.datatype ?? "string";
    const type = parseColumnType(datatype) ?? { name: "string" };
    const { schema, table } = tableNames.scriptOutputs;
    await engine.withDatabase(databaseFile, "script_of", () =>
      engine.execute(
        sql`create or replace table ${name(schema, table)} as select "id", "published" from ${made}`,
      ),
    );
    await assertOneEach(context, place, given);
    await engine.execute(step.finish(type));
    for (const statement of step.cleanUp) await engine.execute(statement);
    return type;
  } finally {
    for (const file of [returned, databaseFile]) await rm(file, { force: true });
  }
}

/** The file is in the script's own hands: an id that comes twice would make rows of one, and one that is missing would take a value. */
async function assertOneEach(
  { engine }: RunContext,
  place: { readonly stage: string; readonly table: string; readonly column: string },
  given: number,
): Promise<void> {
  const { scriptInputs: inputs, scriptOutputs } = tableNames;
  const outputs = name(scriptOutputs.schema, scriptOutputs.table);
  const made = await engine.count(sql`select count(*) from ${outputs}`);
  const met = await engine.count(
    sql`select count(distinct o."id") from ${outputs} o semi join ${inputs} i on i."id" = o."id"`,
  );
  if (made === given && met === given) return;
  const reason = made === given ? "other-index" : "other-length";
  throw scriptRefused(place, reason, { function: "rule", made, given });
}

/** Runs the functions among the normalizers of a table's columns, each over what the steps before it leave. */
export async function makeScripted(
  context: RunContext,
  table: TablePlan,
  staged: readonly StagedColumn[],
): Promise<ReadonlyMap<string, readonly MadeValues[]>> {
  const found = new Map<string, readonly MadeValues[]>();
  for (const column of table.columns) {
    const done: MadeValues[] = [];
    for (let step = nextOf(table, column, staged, done); step; step = nextOf(table, column, staged, done)) {
      const place = { stage: "cleanse", table: table.name, column: column.name };
      const target = tableNames.scriptedValues(table.name, column.name, done.length);
      const type = await runColumnScript(context, place, step);
      done.push({ table: target, by: step.script.scope === "column" ? "row" : "value", type });
    }
    if (done.length > 0) found.set(column.name, done);
  }
  return found;
}

const nextOf = (
  table: TablePlan,
  column: ColumnPlan,
  staged: readonly StagedColumn[],
  done: readonly MadeValues[],
): ScriptStep | undefined =>
  nextScript(table, column, staged, done, tableNames.scriptedValues(table.name, column.name, done.length));

/** They hold raw values, and nothing looks them up any more. */
export async function dropScripted(
  { engine }: RunContext,
  scripted: ReadonlyMap<string, readonly MadeValues[]>,
): Promise<void> {
  for (const { table } of [...scripted.values()].flat())
    await engine.execute(sql`drop table if exists ${table}`);
}
