import { rm } from "node:fs/promises";
import path from "node:path";
import { tableNames } from "#lib/compiler";
import { parseColumnType } from "#lib/contracts";
import { runSqlScript } from "#lib/engine/server";
import { AppError } from "#lib/kernel";
import type { TableDocument } from "#lib/metadata";
import { literal, name, type Sql, sql } from "#lib/sql";
import { type RunContext, type Stage, tableState } from "../run-context.ts";

/** The tables a DuckDB script reads, found by parsing it; empty where it does not parse (running it will say why). */
async function tablesRead(context: RunContext, script: string): Promise<ReadonlySet<string>> {
  const rows = await context.engine.rows(
    sql`select json_serialize_sql(${literal(script)})::varchar as "tree"`,
  );
  const found = new Set<string>();
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const child of node) visit(child);
    else if (typeof node === "object" && node !== null) {
      if ("table_name" in node && typeof node.table_name === "string") found.add(node.table_name);
      for (const child of Object.values(node)) visit(child);
    }
  };
  visit(JSON.parse(String(rows[0]?.tree ?? "{}")));
  return found;
}

/** A script's engine stands beside the run's own, so both together stay within the worker's memory. */
const scriptLimits = { memory: "256MB", diskBytes: 64 * 2 ** 30 };

interface Script {
  readonly table: TableDocument;
  readonly text: string;
  /** Other tables whose transformed rows it reads. */
  readonly reads: readonly string[];
}

async function scripts(context: RunContext): Promise<readonly Script[]> {
  const { document } = context.request;
  const found: Script[] = [];
  for (const table of document.tables) {
    if (!table.transformation) continue;
    const text = table.transformation.script;
    const names = await tablesRead(context, text);
    const reads = document.tables
      .map((other) => other.name)
      .filter((other) => other !== table.name && names.has(other));
    found.push({ table, text, reads });
  }
  return found;
}

/** Scripts in an order in which every table is there before it is read. */
function ordered(found: readonly Script[]): readonly Script[] {
  const waiting = new Map(found.map((script) => [script.table.name, script]));
  const order: Script[] = [];
  while (waiting.size > 0) {
    const ready = [...waiting.values()].find((script) => !script.reads.some((table) => waiting.has(table)));
    if (!ready) {
      const [table = ""] = waiting.keys();
      throw new AppError(
        "script-refused",
        { table, stage: "transform", detail: `a cycle: ${[...waiting.keys()].join(", ")} read each other` },
        { place: { stage: "transform", table } },
      );
    }
    waiting.delete(ready.table.name);
    order.push(ready);
  }
  return order;
}

/** Copies the tables a script may read into a file of its own: the child process that runs it sees nothing else. */
async function exportInputs(
  context: RunContext,
  inputs: readonly { readonly from: Sql; readonly as: string }[],
  file: string,
): Promise<void> {
  const { engine } = context;
  await rm(file, { force: true });
  await engine.execute(sql`attach ${literal(file)} as "inputs"`);
  try {
    for (const input of inputs)
      await engine.execute(
        sql`create table ${name("inputs", "main", input.as)} as select * from ${input.from}`,
      );
  } finally {
    await engine.execute(sql`detach "inputs"`);
  }
}

async function runScript(context: RunContext, script: Script): Promise<void> {
  const { engine, request } = context;
  const { staging } = request.ports.artefacts;
  const table = script.table.name;
  engine.at({ stage: "transform", table });
  const inputFile = path.join(staging, "transform-in.duckdb");
  const outputFile = path.join(staging, "transform-out.duckdb");
  const own = script.table.extraction ? [{ from: tableNames.extracted(table), as: table }] : [];
  const others = script.reads.map((other) => ({ from: tableNames.transformed(other), as: other }));
  await exportInputs(context, [...own, ...others], inputFile);
  await rm(outputFile, { force: true });
  try {
    const result = await runSqlScript({
      table,
      inputs: [...own, ...others].map(({ as }) => ({ databaseFile: inputFile, table: as, as })),
      script: script.text,
      output: { databaseFile: outputFile, table: "result" },
      limits: { ...scriptLimits, threads: request.limits.threads, seconds: request.limits.scriptSeconds },
      scratch: staging,
      signal: request.signal,
    });
    await engine.withDatabase(outputFile, "output", () =>
      engine.execute(
        sql`create or replace table ${tableNames.transformed(table)} as select * from ${name("output", "main", "result")}`,
      ),
    );
    const state = tableState(context, table);
    state.columns = result.columns.map((column) => ({
      name: column.name,
      type: parseColumnType(column.datatype) ?? { name: "string" },
    }));
    state.transformed = await engine.count(sql`select count(*) from ${tableNames.transformed(table)}`);
  } finally {
    await rm(inputFile, { force: true });
    await rm(outputFile, { force: true });
  }
  const rows = tableState(context, table).transformed;
  request.ports.journal.emit({
    level: "info",
    kind: "progress",
    stage: "transform",
    table,
    rows,
    message: "transformed",
    params: { rows },
  });
}

/** Runs the scripts of tables that `isDue` asks for, with the tables that each reads; each after those. */
export async function transformTables(
  context: RunContext,
  isDue: (table: string, reads: readonly string[]) => boolean,
): Promise<void> {
  for (const script of ordered(await scripts(context)))
    if (isDue(script.table.name, script.reads)) await runScript(context, script);
}

/** Users' transformation scripts, each in a child process that holds its input and output tables and nothing else. */
export const transform: Stage = {
  id: "transform",
  run: (context) => transformTables(context, () => true),
};
