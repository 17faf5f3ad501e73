import { mkdir, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { planModule, tableNames } from "#lib/compiler";
import { type StageId, stageIds } from "#lib/contracts";
import { type Engine, openEngine } from "#lib/engine/server";
import { AppError, systemClock } from "#lib/kernel";
import { inheritClasses } from "#lib/metadata";
import { contentHashOf } from "#lib/metadata/server";
import { upstreamsOf } from "#lib/sources";
import { name, sql } from "#lib/sql";
import { goesOnFrom } from "./increments.ts";
import { assertInherited, openDocument } from "./open-document.ts";
import { provenanceReport } from "./reports/provenance-report.ts";
import type { RunContext, RunOutcome, RunRequest, RunState } from "./run-context.ts";
import { assertUploadPossible } from "./scripts/upload/run-upload-script.ts";
import { stages } from "./stages/index.ts";
import { assertStoresFit } from "./store-limits.ts";

const lastStage = (request: RunRequest): StageId => (request.kind === "trial" ? "protect" : "publish");

/**
 * The state after the last stage that was finished earlier on this worker under the same approval, where its database file is still
 * here.
 */
async function resumeState(
  request: RunRequest,
  contentHash: string,
): Promise<{ state: RunState; after: number }> {
  const { journal, registry } = request.ports;
  const [finished, previous] = [await journal.finished(), await registry.previous()];
  for (let index = stages.length - 1; index >= 0; index--) {
    const stage = stages[index];
    const state = stage && finished.get(stage.id);
    // Written by `finishStage` of this very product version; a state of another shape starts anew.
    if (!stage || !state) continue;
    const resumed = structuredClone(state) as RunState;
    // A name means another source or store by now, or the product's rules do something else.
    if (resumed.contentHash !== contentHash) break;
    // Another run published meanwhile: what was read goes on from a version that is not the last one any more.
    if (!goesOnFrom(resumed, previous)) break;
    return { state: resumed, after: index + 1 };
  }
  const startedAt = systemClock.now().toISOString();
  const nothing = { sources: [], tables: {}, keyIds: {}, files: [], copies: [] };
  return { state: { startedAt, contentHash, ...nothing }, after: 0 };
}

/** Tables in which stages note what they take out of a table, once they are there. */
function notes(context: RunContext, after: number) {
  const isDone = (stage: StageId) => after > stageIds.indexOf(stage);
  return context.plan.tables.flatMap((table) => [
    ...(isDone("cleanse") ? [tableNames.removed(table.name)] : []),
    ...table.foreignKeys.flatMap(({ onOrphan }, index) =>
      isDone("keys") && onOrphan === "null" ? [tableNames.nulledKeys(table.name, index)] : [],
    ),
  ]);
}

/** Forgets rows and keys that stages after the last finished one had taken out before the worker died. */
async function forgetLaterRemovals(context: RunContext, after: number): Promise<void> {
  for (const noted of notes(context, after)) {
    for (const stage of stageIds.slice(after))
      await context.engine.execute(sql`delete from ${noted} where "__stage" = ${stage}`);
  }
}

/** An error with the stage that it ended, for whoever looks for its place. */
function atStage(error: unknown, stage: StageId): unknown {
  if (!(error instanceof AppError) || error.place.stage !== undefined) return error;
  const { code, params, place, cause } = error;
  return new AppError(code, params, { place: { ...place, stage }, cause });
}

async function runStages(context: RunContext, after: number): Promise<void> {
  const { journal } = context.request.ports;
  const last = stageIds.indexOf(lastStage(context.request));
  for (const stage of stages.slice(after, last + 1)) {
    context.request.signal.throwIfAborted();
    await journal.startStage(stage.id);
    const started = performance.now();
    journal.emit({ level: "info", kind: "stage-started", stage: stage.id, message: "stage-started" });
    try {
      await stage.run(context);
    } catch (error) {
      throw atStage(error, stage.id);
    }
    await context.engine.checkpoint();
    await journal.finishStage(stage.id, context.state);
    const seconds = Number(((performance.now() - started) / 1000).toFixed(1));
    journal.emit({
      level: "info",
      kind: "stage-finished",
      stage: stage.id,
      message: "stage-finished",
      params: { seconds },
    });
  }
}

/** What an attempt that is not gone on from has read and written goes. */
async function empty(folder: string): Promise<void> {
  for (const name of await readdir(folder))
    await rm(path.join(folder, name), { recursive: true, force: true });
}

async function prepare(engine: Engine): Promise<void> {
  for (const schema of tableNames.schemas)
    await engine.execute(sql`create schema if not exists ${name(schema)}`);
}

async function outcomeOf(context: RunContext): Promise<RunOutcome> {
  const { state } = context;
  if (state.outcome) return { kind: "published", ...state.outcome, files: state.files };
  if (!state.quality || !state.privacy) throw new TypeError("reports are made by Protect");
  const provenance = await provenanceReport(context);
  return { kind: "trial", reports: { quality: state.quality, privacy: state.privacy, provenance } };
}

/**
 * Runs a module document through all stages on the given ports. Throws an AppError that names stage, table and column;
 * a failed run has published nothing. The caller deletes the staging folder, except where it means to resume.
 */
export async function runPipeline(given: RunRequest): Promise<RunOutcome> {
  const { ports } = given;
  // What is approved is the document as it is kept: its references cover the values.
  const contentHash = contentHashOf(given.document, ports);
  if (given.kind === "publication") await ports.registry.assertApproved(contentHash);
  const upstreams = upstreamsOf(ports.sources);
  const document = inheritClasses(await openDocument(given.document, ports.artefacts), upstreams);
  assertInherited(document, upstreams);
  const request = { ...given, document };
  const { staging } = ports.artefacts;
  await mkdir(staging, { recursive: true, mode: 0o700 });
  const { state, after } = await resumeState(request, contentHash);
  if (after === 0) await empty(staging);
  const file = path.join(staging, "run.duckdb");
  const engine = await openEngine({
    file,
    memory: request.limits.memory,
    threads: request.limits.threads,
    material: (domain, purpose) => ports.keys.material(domain, purpose),
    signal: request.signal,
  });
  const context: RunContext = {
    request,
    plan: planModule(document),
    engine,
    state,
    contentHash,
    kept: inheritClasses(given.document, upstreams),
    upstreams,
  };
  try {
    await prepare(engine);
    if (after > 0) {
      ports.journal.emit({
        level: "info",
        kind: "run",
        message: "run-resumed",
        params: { stage: stages[after - 1]?.id ?? "" },
      });
      await forgetLaterRemovals(context, after);
    }
    assertStoresFit(context);
    assertUploadPossible(context);
    await runStages(context, after);
    return await outcomeOf(context);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError("internal", { reference: request.runId }, { cause: error });
  } finally {
    await engine.close();
  }
}
