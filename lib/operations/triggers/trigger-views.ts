import type { TickView } from "#lib/contracts";
import type { TickRecord, TriggerRecord } from "#lib/db/server";
import { AppError, type ErrorData } from "#lib/kernel";
import type { Services } from "../core/services.ts";
import { executableDocument, readDocument } from "../modules/check-document.ts";
import { assertMayRead } from "../run-ports/index.ts";
import { assertMayPublish } from "../runs/queue-run.ts";
import { runValues } from "../runs/run-values.ts";
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

/** What would refuse a run of a trigger now. */
export async function obstacleOf(
  services: Services,
  trigger: TriggerRecord,
  now: Date,
): Promise<ErrorData | undefined> {
  const { kind, runKind, environment, parameters } = trigger.settings;
  try {
    const revision = await triggeredRevision(services.db, trigger.module, runKind, environment);
    const name = readDocument(revision.document)?.name ?? "";
    const document = await executableDocument(services, name, revision.document, environment);
    await assertMayRead(services.db, trigger.updatedBy, document);
    if (runKind === "publication") await assertMayPublish(services, revision.id, document, environment);
    // A web hook brings its values with each call.
    if (kind !== "webhook") runValues(revision, parameters, { at: now, timeZone: zoneOf(trigger) });
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error.toData();
    throw error;
  }
}
