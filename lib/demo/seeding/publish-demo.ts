import { setTimeout as sleep } from "node:timers/promises";
import type { z } from "zod";
import { type RunDetail, stageIds } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import {
  type Actor,
  approveRevision,
  createModule,
  getModule,
  getReview,
  getRun,
  getVersion,
  listVersions,
  type Operation,
  perform,
  requestReview,
  type Services,
  saveDraft,
  saveRevision,
  startRun,
} from "#lib/operations/server";
import type { Demo } from "./demo-users.ts";
import { reportStep, type SeedResult } from "./report.ts";

type Ask = <I extends z.ZodType, O extends z.ZodType>(
  actor: Actor,
  operation: Operation<I, O>,
  input: z.input<I>,
) => Promise<z.output<O>>;

/** Does operations as people would, permissions and audit included. */
export const asker =
  (services: Services): Ask =>
  (actor, operation, input) =>
    perform(
      operation,
      { services, actor, origin: { local: true }, signal: new AbortController().signal },
      input,
    );

/** Undefined where there is none. */
export async function unlessMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AppError && error.code === "not-found") return undefined;
    throw error;
  }
}

/** The module with a revision of exactly this document, saved by the engineer. */
async function ensureRevision(ask: Ask, engineer: Actor, module: string, document: unknown): Promise<number> {
  const known = await unlessMissing(ask(engineer, getModule, { name: module }));
  if (known === undefined) await ask(engineer, createModule, { document: document as never });
  const detail = known ?? (await ask(engineer, getModule, { name: module }));
  const newest = detail.revisions[0];
  // A document that somebody already works on is theirs.
  if (newest !== undefined) return newest.number;
  const { etag } = await ask(engineer, saveDraft, {
    module,
    document: document as never,
    etag: detail.draft.etag,
  });
  const { revision } = await ask(engineer, saveRevision, { module, etag, message: "The demo as it comes" });
  return revision;
}

/** Approved by the database administrator, who did not edit it. */
async function ensureApproval(ask: Ask, demo: Demo, module: string, revision: number): Promise<void> {
  const reviewer = demo["database-administrator"];
  const view = await ask(reviewer, getReview, { module, revision });
  if (view.state === "approved") return;
  if (view.state === "draft")
    await ask(demo["data-engineer"], requestReview, { module, revision, comment: "Ready for a look" });
  await ask(reviewer, approveRevision, {
    module,
    revision,
    contentHash: view.contentHash,
    comment: "Classes and rules are right",
    acknowledged: view.notCovered.map(({ id }) => id),
  });
}

const share = (run: RunDetail): number =>
  run.stages.filter((stage) => stage.finishedAt !== undefined).length / stageIds.length;

/** Waits until the worker has finished a run. @throws Error where it failed, or nobody works on it */
async function finished(ask: Ask, engineer: Actor, id: string, patienceMs: number): Promise<RunDetail> {
  let progress = -1;
  let until = Date.now() + patienceMs;
  for (;;) {
    const run = await ask(engineer, getRun, { id });
    if (run.state === "succeeded") return run;
    if (run.state === "failed" || run.state === "cancelled") {
      throw new Error(`the demo's run ended as ${run.state}: ${run.error ? run.error.code : "no reason"}`);
    }
    if (run.lastEventSeq !== progress) {
      until = Date.now() + patienceMs;
      reportStep("Publishing shop", run.stages.at(-1)?.stage ?? "waiting for the worker", share(run));
    }
    progress = run.lastEventSeq;
    if (Date.now() > until) throw new Error("no worker takes the demo's run");
    await sleep(500);
  }
}

/** The demo module's first version: made once, by way of revision, approval and run like any other. */
export async function publishDemo(services: Services, demo: Demo, document: unknown): Promise<SeedResult> {
  const ask = asker(services);
  const module = "shop";
  const engineer = demo["data-engineer"];
  const known = await unlessMissing(ask(engineer, listVersions, { module, limit: 1 }));
  if (known === undefined || known.length === 0) {
    reportStep("Preparing the module shop", "revision and approval");
    const revision = await ensureRevision(ask, engineer, module, document);
    await ensureApproval(ask, demo, module, revision);
    const { id } = await ask(engineer, startRun, { module, revision, kind: "publication" });
    await finished(ask, engineer, id, 120_000);
  }
  const [version] = await ask(engineer, listVersions, { module, limit: 1 });
  if (version === undefined) throw new Error("the demo's run published nothing");
  const detail = await ask(engineer, getVersion, { module, number: version.number });
  const read = detail.extraction.find(({ table, language }) => table === "orders" && language === "python");
  return { module, version: version.number, tables: version.tables, rows: version.rows, read: read?.text };
}
