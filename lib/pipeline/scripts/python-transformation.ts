import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { type PythonScriptRequest, runPythonScript, scriptRefused } from "#lib/engine/server";
import { literal, sql, unsafeText } from "#lib/sql";
import type { RunContext } from "../run-context.ts";
import { poolOf, pythonLimits } from "./python-limits.ts";
import { readOutput } from "./read-output.ts";
import { scriptNames } from "./script-names.ts";
import { withOutput } from "./script-output.ts";
import type { ScriptTable, TransformationRequest, TransformationRunner } from "./script-runner.ts";

/** Rows on which a script is run twice: what it returns must be the same. */
const comparedRows = 1000;

type Input = NonNullable<PythonScriptRequest["inputs"]>[number];

async function write({ engine }: RunContext, { from }: ScriptTable, file: string, most?: number) {
  const some = most === undefined ? sql`` : sql` limit ${unsafeText(String(most))}`;
  await engine.execute(sql`copy (select * from ${from}${some}) to ${literal(file)} (format parquet)`);
}

async function runOnce(
  context: RunContext,
  { table, script }: TransformationRequest,
  inputs: readonly Input[],
  output: string,
  /** Said again over a sample, what it prints is nothing new. */
  isCheck = false,
): Promise<void> {
  const { request, state } = context;
  const place = { stage: "transform", table: table.name };
  const run = (onOutput?: (text: string) => void) =>
    runPythonScript({
      ...(onOutput ? { onOutput } : {}),
      pool: poolOf(context),
      names: scriptNames(context),
      kind: "transform",
      place,
      script,
      inputs,
      output,
      limits: pythonLimits(request.limits.scriptSeconds),
      now: new Date(state.startedAt),
      parameters: request.parameters ?? [],
      signal: request.signal,
    });
  await (isCheck ? run() : withOutput(context, place, run));
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  // A script may make much of a small sample.
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

/** The same rows in must give the same rows out: what draws on anything else would make another version each time. */
async function assertDeterministic(context: RunContext, given: TransformationRequest): Promise<void> {
  const { staging } = context.request.ports.artefacts;
  const folder = await mkdtemp(path.join(staging, "transform-check-"));
  const hashes: string[] = [];
  try {
    // Taken once: another time the engine may take other rows, or these in another order.
    const inputs: Input[] = [];
    for (const [at, input] of given.inputs.entries()) {
      const sample = path.join(folder, `in-${at}.parquet`);
      await write(context, input, sample, comparedRows);
      inputs.push({ name: input.as, write: (file) => copyFile(sample, file) });
    }
    for (const turn of [1, 2]) {
      const returned = path.join(folder, `out-${turn}.parquet`);
      await runOnce(context, given, inputs, returned, true);
      hashes.push(await hashOf(returned));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  if (hashes[0] === hashes[1]) return;
  const place = { stage: "transform", table: given.table.name };
  throw scriptRefused(place, "not-same-rows", { count: comparedRows });
}

/** Runs `transform(df)` or `transform_chunk(df)` over staged tables; a publication checks first that it always says the same. */
export const runPythonTransformation: TransformationRunner = async (context, given) => {
  const { request } = context;
  const returned = path.join(request.ports.artefacts.staging, "transform-out.parquet");
  try {
    if (request.kind === "publication") await assertDeterministic(context, given);
    const inputs = given.inputs.map((input) => ({
      name: input.as,
      write: (file: string) => write(context, input, file),
    }));
    await runOnce(context, given, inputs, returned);
    const output = { databaseFile: given.outputFile, table: "result" };
    return { columns: await readOutput(context, given.table.name, returned, output) };
  } finally {
    await rm(returned, { force: true });
  }
};
