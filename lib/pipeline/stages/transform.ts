import { rm } from "node:fs/promises";
import path from "node:path";
import { tableNames } from "#lib/compiler";
import { parseColumnType } from "#lib/contracts";
import { scriptRefused } from "#lib/engine/server";
import { type TableDocument, tablesRead } from "#lib/metadata";
import { literal, name, sql } from "#lib/sql";
import { type RunContext, type Stage, tableState } from "../run-context.ts";
import { checkGrowth } from "../scripts/check-growth.ts";
import { transformationRunner } from "../scripts/script-runner.ts";

/** The tables a DuckDB script reads, found by parsing it; empty where it does not parse (running it will say why). */
async function tablesOfSql(context: RunContext, script: string): Promise<ReadonlySet<string>> {
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

/** Other tables that a transformation reads. */
async function tablesOf(context: RunContext, table: TableDocument): Promise<readonly string[]> {
  const { document } = context.request;
  if (table.transformation?.language !== "sql") return tablesRead(document, table);
  const names = await tablesOfSql(context, table.transformation.script);
  return document.tables
    .map((other) => other.name)
    .filter((other) => other !== table.name && names.has(other));
}

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
    const reads = await tablesOf(context, table);
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
      throw scriptRefused({ stage: "transform", table }, "cycle", { tables: [...waiting.keys()].join(", ") });
    }
    waiting.delete(ready.table.name);
    order.push(ready);
  }
  return order;
}

/** Rows that a script gets: its own extracted ones, and those of the tables that it reads. */
async function rowsGiven(context: RunContext, { table, reads }: Script): Promise<number> {
  let rows = table.extraction ? tableState(context, table.name).extracted : 0;
  for (const other of reads)
    rows += await context.engine.count(sql`select count(*) from ${tableNames.transformed(other)}`);
  return rows;
}

async function runScript(context: RunContext, script: Script): Promise<void> {
  const { engine, request } = context;
  const { staging } = request.ports.artefacts;
  const table = script.table.name;
  engine.at({ stage: "transform", table });
  const outputFile = path.join(staging, "transform-out.duckdb");
  const own = script.table.extraction ? [{ from: tableNames.extracted(table), as: table }] : [];
  const others = script.reads.map((other) => ({ from: tableNames.transformed(other), as: other }));
  await rm(outputFile, { force: true });
  try {
    const run = transformationRunner(script.table);
    const inputs = [...own, ...others];
    const result = await run(context, { table: script.table, script: script.text, inputs, outputFile });
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
    await rm(outputFile, { force: true });
  }
  const { transformed: rows } = tableState(context, table);
  const given = { rows: await rowsGiven(context, script), made: rows };
  checkGrowth(context, "transform", script.table, given);
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
