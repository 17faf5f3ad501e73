import { rm } from "node:fs/promises";
import path from "node:path";
import { runSqlScript } from "#lib/engine/server";
import { literal, name, sql } from "#lib/sql";
import type { RunContext } from "../run-context.ts";
import type { ScriptTable, TransformationRunner } from "./script-runner.ts";

/** A script's engine stands beside the run's own, so both together stay within the worker's memory. */
const scriptLimits = { memory: "256MB", diskBytes: 64 * 2 ** 30 };

/** Copies the tables a script may read into a file of its own: the child process that runs it sees nothing else. */
async function exportInputs(
  { engine }: RunContext,
  inputs: readonly ScriptTable[],
  file: string,
): Promise<void> {
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

export const runSqlTransformation: TransformationRunner = async (
  context,
  { table, script, inputs, outputFile },
) => {
  const { request } = context;
  const { staging } = request.ports.artefacts;
  const inputFile = path.join(staging, "transform-in.duckdb");
  await exportInputs(context, inputs, inputFile);
  try {
    return await runSqlScript({
      table: table.name,
      inputs: inputs.map(({ as }) => ({ databaseFile: inputFile, table: as, as })),
      script,
      output: { databaseFile: outputFile, table: "result" },
      limits: { ...scriptLimits, threads: request.limits.threads, seconds: request.limits.scriptSeconds },
      scratch: staging,
      parameters: request.parameters ?? [],
      signal: request.signal,
    });
  } finally {
    await rm(inputFile, { force: true });
  }
};
