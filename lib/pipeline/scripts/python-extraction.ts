import { rm } from "node:fs/promises";
import path from "node:path";
import { runPythonScript } from "#lib/engine/server";
import { newId } from "#lib/kernel";
import type { TableDocument } from "#lib/metadata";
import type { Intake } from "#lib/sources";
import { name, sql } from "#lib/sql";
import type { OpenSource } from "../open-source.ts";
import type { RunContext } from "../run-context.ts";
import { checkGrowth } from "./check-growth.ts";
import { poolOf, pythonLimits } from "./python-limits.ts";
import { readOutput } from "./read-output.ts";
import { ScriptAnswers } from "./script-answers.ts";
import { scriptNames } from "./script-names.ts";
import { withOutput } from "./script-output.ts";

/** Runs `extract(source)` and answers what it returned, or `enough` rows of that, as any source's rows come. */
export async function pythonIntake(
  context: RunContext,
  table: TableDocument,
  source: OpenSource,
  enough?: number,
): Promise<Intake> {
  const { request, state } = context;
  const { staging } = request.ports.artefacts;
  const returned = path.join(staging, `extract-${newId()}.parquet`);
  const databaseFile = path.join(staging, `extract-${newId()}.duckdb`);
  const answers = new ScriptAnswers(context, table, source);
  try {
    const place = { stage: "extract", table: table.name };
    await withOutput(context, place, (onOutput) =>
      runPythonScript({
        onOutput,
        pool: poolOf(context),
        names: scriptNames(context),
        kind: "extract",
        place,
        script: table.extraction?.script ?? "",
        output: returned,
        limits: pythonLimits(request.limits.scriptSeconds),
        now: new Date(state.startedAt),
        parameters: request.parameters ?? [],
        answer: answers.answer,
        signal: request.signal,
      }),
    );
    const output = { databaseFile, table: "rows", ...(enough === undefined ? {} : { mostRows: enough }) };
    const columns = await readOutput(context, table.name, returned, output);
    if (enough === undefined && !answers.hasGivenPaths) {
      const rows = name("returned_of", "main", "rows");
      const made = await context.engine.withDatabase(databaseFile, "returned_of", () =>
        context.engine.count(sql`select count(*) from ${rows}`),
      );
      checkGrowth(context, "extract", table, { rows: answers.rows, made });
    }
    return { kind: "database", columns, file: databaseFile, table: "rows" };
  } catch (error) {
    await answers.end(error);
    throw error;
  } finally {
    await rm(returned, { force: true });
  }
}
