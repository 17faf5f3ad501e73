import type { TickView } from "#lib/contracts";
import type { TickRecord, TriggerRecord } from "#lib/db/server";
import { AppError, type ErrorData } from "#lib/kernel";
import type { ModuleDocument } from "#lib/metadata";
import type { Services } from "../core/services.ts";
import { executableDocument, readDocument } from "../modules/check-document.ts";
import { assertMayRead } from "../run-ports/index.ts";
import { assertMayPublish } from "../runs/queue-run.ts";
import { valuesOf } from "../runs/run-values.ts";
import { triggeredRevision } from "./approved-revision.ts";
import { zoneOf } from "./start-tick.ts";

export const errorView = (error: ErrorData | undefined) =>
  error === undefined ? undefined : { code: error.code, params: { ...error.params }, place: error.place };

export const tickView = (tick: TickRecord): TickView => ({
  id: tick.id,
  triggerId: tick.triggerId,
  cause: tick.cause,
  plannedAt: tick.plannedAt.toISOString(),
  state: tick.state,
  reason: errorView(tick.reason),
  others: tick.others,
  runId: tick.runId,
  tries: tick.tries,
  retryAt: tick.retryAt?.toISOString(),
  finishedAt: tick.finishedAt?.toISOString(),
});

/** What is run somewhere, and what refuses to publish it there: the same for each trigger that runs it. */
interface Judged {
  readonly document: ModuleDocument;
  readonly unpublishable: AppError | undefined;
}

const refusalOf = (error: unknown): AppError => {
  if (error instanceof AppError) return error;
  throw error;
};

async function judge(services: Services, { module, settings }: TriggerRecord): Promise<Judged> {
  const { runKind, environment } = settings;
  const revision = await triggeredRevision(services.db, module, runKind, environment);
  const name = readDocument(revision.document)?.name ?? "";
  const document = await executableDocument(services, name, revision.document, environment);
  const publishing =
    runKind === "publication" ? assertMayPublish(services, revision.id, document, environment) : undefined;
  return { document, unpublishable: await publishing?.then(() => undefined, refusalOf) };
}

/**
 * What would refuse a run of each trigger now; nothing of one that is paused. For one look at many, one after another: what
 * triggers run alike is judged once.
 */
export function obstacles(
  services: Services,
  now: Date,
): (trigger: TriggerRecord) => Promise<ErrorData | undefined> {
  const known = new Map<string, Promise<Judged>>();
  return async (trigger) => {
    if (trigger.pausedAt !== undefined) return undefined;
    const { kind, runKind, environment, parameters } = trigger.settings;
    const key = JSON.stringify([trigger.module, runKind, environment]);
    const judged = known.get(key) ?? judge(services, trigger);
    known.set(key, judged);
    try {
      const { document, unpublishable } = await judged;
      await assertMayRead(services.db, trigger.updatedBy, document);
      if (unpublishable !== undefined) throw unpublishable;
      // A web hook brings its values with each call.
      if (kind !== "webhook") valuesOf(document, parameters, { at: now, timeZone: zoneOf(trigger) });
      return undefined;
    } catch (error) {
      return refusalOf(error).toData();
    }
  };
}
