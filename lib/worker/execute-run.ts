import type { Reports } from "#lib/contracts";
import { type ClaimedRun, type ComesAgain, isDatabaseLost, type RunRecord } from "#lib/db/server";
import { AppError, detailOf, errorText } from "#lib/kernel";
import { moduleDocumentSchema } from "#lib/metadata";
import {
  cleanUpRun,
  databasePorts,
  documentIn,
  type RunPorts,
  staleAfterMs,
  WorkerStopping,
} from "#lib/operations/server";
import type { runPipeline } from "#lib/pipeline/server";
import { finishPublished } from "./finish-published.ts";
import { upkeepOf, type WorkerContext } from "./worker-context.ts";

/** A run ends for good with its third attempt that crashed or met a passing error. */
const mostFailures = 3;
/** Seconds before the next attempt, by how many have failed. */
const retryDelays = [0, 5, 20] as const;
/**
 * Seconds before the next attempt of a run whose source is busy with others, by how often it was before: an hour in all. A short
 * crowd is waited out soon, a long one is not made longer.
 */
const waitDelays = [15, 30, 60, 120, 240, 480, 900, 900, 900] as const;

/** Says to the queue that a job is to come again. Its text is kept in the queue, so it says nothing. */
class ComeAgain extends Error {
  constructor() {
    super("come again");
    this.name = "ComeAgain";
  }
}

/** How a run ended. */
type Ending =
  | { readonly kind: "succeeded"; readonly reports?: Reports }
  | { readonly kind: "failed"; readonly error: AppError }
  | { readonly kind: "cancelled" };

/** How an attempt ended; the last two leave the run to somebody else. */
type Outcome = Ending | { readonly kind: "stopping" } | { readonly kind: "lost" };

/**
 * One delivery of a run: claims it, runs the pipeline, and writes how it ended. What this throws brings the job again.
 */
export async function executeRun(
  context: WorkerContext,
  runId: string,
  pipeline: typeof runPipeline,
): Promise<void> {
  const { db, workerId, log } = context;
  const claimed = await db.runs.claim(runId, workerId, staleAfterMs);
  if (claimed === undefined) {
    const run = await db.runs.get(runId);
    // Held by a worker that may still live: asked again until it has finished or fallen silent.
    if (run !== undefined && run.finishedAt === undefined) throw new ComeAgain();
    return;
  }
  const line = log.child({ run: runId, attempt: claimed.run.attempt });
  line.info("run claimed");
  const attempt = new Attempt(context, claimed);
  const outcome = await attempt.run(pipeline);
  line.info({ outcome: outcome.kind }, "run attempt ended");
  if (outcome.kind === "failed") line.warn({ err: outcome.error }, "run attempt failed");
  await attempt.settle(outcome);
}

class Attempt {
  private readonly context: WorkerContext;
  private readonly claimed: ClaimedRun;
  private ports: RunPorts | undefined;

  constructor(context: WorkerContext, claimed: ClaimedRun) {
    this.context = context;
    this.claimed = claimed;
  }

  async run(pipeline: typeof runPipeline): Promise<Outcome> {
    const { db, config, stopping } = this.context;
    const { run } = this.claimed;
    try {
      const revision = await db.revisions.getById(run.revisionId);
      const written = moduleDocumentSchema.parse(revision?.document);
      const document = await documentIn(db, written, run.environment);
      const ports = await databasePorts({
        ...this.context,
        claimed: this.claimed,
        document,
        data: config.data,
        quarantine: config.quarantine,
        baseUrl: config.web.baseUrl,
        stopping,
      });
      this.ports = ports;
      if (run.cancelRequestedAt !== undefined) return { kind: "cancelled" };
      if (await finishPublished(db, run, ports, document.name)) return { kind: "succeeded" };
      if (run.failures >= mostFailures) {
        return { kind: "failed", error: new AppError("run-gave-up", { attempts: run.failures }) };
      }
      ports.journal.emit({
        level: "info",
        kind: "run",
        message: "run-started",
        params: { attempt: run.attempt, worker: this.context.workerId.slice(0, 8) },
      });
      const outcome = await pipeline({
        runId: run.id,
        kind: run.kind,
        document,
        sample: run.sample,
        parameters: run.parameters,
        ports: { ...ports, ...(this.context.python ? { python: this.context.python } : {}) },
        signal: ports.signal,
        limits: this.context.limits,
        facts: {
          startedBy: await this.starter(run),
          revision: revision?.number,
          environment: run.environment,
          cause: run.cause,
        },
      });
      return outcome.kind === "trial"
        ? { kind: "succeeded", reports: outcome.reports }
        : { kind: "succeeded" };
    } catch (error) {
      return this.outcomeOf(error);
    }
  }

  private async starter(run: RunRecord): Promise<string | undefined> {
    if (run.requestedBy === undefined) return undefined;
    return (await this.context.db.users.names([run.requestedBy])).get(run.requestedBy);
  }

  /** Why the work was aborted explains whatever error came of it. */
  private outcomeOf(error: unknown): Outcome {
    const reason: unknown = this.ports?.signal.aborted === true ? this.ports.signal.reason : error;
    if (reason instanceof WorkerStopping) return { kind: "stopping" };
    if (reason instanceof AppError && reason.code === "run-cancelled") return { kind: "cancelled" };
    if (reason instanceof AppError && reason.code === "run-lease-lost") return { kind: "lost" };
    // The records come back; what the run did so far is kept, so it is tried again.
    if (isDatabaseLost(reason)) {
      const error = new AppError("database-unreachable", { address: "DATABASE_URL" }, { cause: reason });
      return { kind: "failed", error };
    }
    // Whatever kept it from being bound: there is nothing to run any more, only to clean up.
    if (this.claimed.run.cancelRequestedAt !== undefined) return { kind: "cancelled" };
    if (reason instanceof AppError) return { kind: "failed", error: reason };
    const reference = this.claimed.run.id;
    return { kind: "failed", error: new AppError("internal", { reference }, { cause: reason }) };
  }

  async settle(outcome: Outcome): Promise<void> {
    try {
      if (outcome.kind === "lost") return;
      if (outcome.kind === "stopping") {
        await this.say("info", "run-stopped");
        return await this.release({ why: "stopping" });
      }
      if (outcome.kind === "failed") {
        if (await this.waits(outcome.error)) return;
        const failures = this.claimed.run.failures + 1;
        const delay = retryDelays[failures];
        const { transient, awaited } = outcome.error.definition;
        if (transient === true && awaited !== true && delay !== undefined) {
          await this.say("warning", "run-retrying", {
            ...detailOf(errorText(outcome.error)),
            seconds: delay,
          });
          return await this.release({
            why: "failed",
            error: outcome.error.toData(),
            afterSeconds: delay,
          });
        }
      }
      await this.finish(outcome);
    } finally {
      this.ports?.stop();
    }
  }

  /** Lets a run come again whose source is busy with others; no worker is held meanwhile. False: it has waited long enough. */
  private async waits(error: AppError): Promise<boolean> {
    const delay = waitDelays[this.claimed.run.waits];
    if (error.definition.awaited !== true || delay === undefined) return false;
    await this.say("warning", "run-waiting", { ...detailOf(errorText(error)), seconds: delay });
    await this.release({ why: "waiting", error: error.toData(), afterSeconds: delay });
    return true;
  }

  /** Gives the run back with its next delivery, both or neither. Staging stays for this worker to go on from. */
  private release(again: ComesAgain): Promise<void> {
    const { db, queue } = this.context;
    return db.transaction(async (tx) => {
      const startAfterSeconds = await tx.runs.release(this.claimed.lease, again);
      await queue.enqueue(tx, "run", { runId: this.claimed.run.id }, { startAfterSeconds });
    });
  }

  /** What is published stays published: a run that made its version has succeeded, whatever a store said later. */
  private async endingOf(outcome: Ending): Promise<Ending> {
    if (outcome.kind === "succeeded") return outcome;
    if ((await this.context.db.versions.ofRun(this.claimed.run.id)) === undefined) return outcome;
    const cancelled = { en: "it was cancelled.", ru: "его отменили." };
    const why = outcome.kind === "failed" ? errorText(outcome.error) : cancelled;
    await this.say("warning", "store-left-behind", detailOf(why));
    return { kind: "succeeded" };
  }

  private async finish(reached: Ending): Promise<void> {
    const { lease, run } = this.claimed;
    const outcome = await this.endingOf(reached);
    await this.cleanUp();
    if (outcome.kind === "cancelled") await this.say("warning", "run-cancelled");
    if (outcome.kind === "failed") await this.say("error", "run-failed", detailOf(errorText(outcome.error)));
    if (outcome.kind === "succeeded" && run.kind === "trial") await this.say("info", "run-trial-finished");
    if (outcome.kind === "succeeded" && run.kind === "publication") {
      const version = await this.context.db.versions.ofRun(run.id);
      await this.say("info", "run-published", { number: version?.number ?? 0 });
    }
    await this.context.db.runs.finish(lease, {
      state: outcome.kind,
      ...(outcome.kind === "failed" ? { error: outcome.error.toData() } : {}),
      ...(outcome.kind === "succeeded" ? { reports: outcome.reports } : {}),
    });
    await this.ports?.clear();
  }

  /** Removes what the run wrote outside and no version holds, in whatever stores it meant then. */
  private async cleanUp(): Promise<void> {
    const { db, log } = this.context;
    const { id: runId } = this.claimed.run;
    const module = (await db.runs.labels([runId])).get(runId)?.module;
    if (module === undefined) return;
    const outcomes = await cleanUpRun(upkeepOf(this.context), { runId, module }, () => this.assertOwned());
    for (const [store, error] of outcomes) {
      if (error === undefined) {
        await this.say("info", "store-cleaned", { store });
        continue;
      }
      log.warn({ run: runId, store, err: error }, "a store could not be cleaned up");
      const why = error instanceof AppError ? errorText(error) : { en: "internal", ru: "internal" };
      await this.say("warning", "store-clean-up-failed", { store, ...detailOf(why) });
    }
  }

  /** A cancelled run is still this worker's to clean up after. @throws AppError `run-lease-lost` */
  private async assertOwned(): Promise<void> {
    const { owned } = await this.context.db.runs.heartbeat(this.claimed.lease);
    if (!owned) throw new AppError("run-lease-lost");
  }

  private async say(
    level: "info" | "warning" | "error",
    message: string,
    params: Record<string, string | number> = {},
  ): Promise<void> {
    if (this.ports === undefined) return;
    this.ports.journal.emit({ level, kind: "run", message, params });
    await this.ports.flush();
  }
}
