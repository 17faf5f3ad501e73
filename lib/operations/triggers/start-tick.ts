import { mostWaiting, type RunState } from "#lib/contracts";
import type { TickRecord, Transaction, TriggerRecord } from "#lib/db/server";
import { AppError, type ErrorCodeId, type ErrorData } from "#lib/kernel";
import { turnOf } from "#lib/schedules";
import { queueRunIn, type RunWriting } from "../runs/queue-run.ts";
import { runValues } from "../runs/run-values.ts";
import { triggeredRevision } from "./approved-revision.ts";
import { raiseAlert } from "./raise-alert.ts";

const because = (code: ErrorCodeId, params: ErrorData["params"] = {}): ErrorData => ({ code, params });

/** The zone in which a trigger's days are meant. */
export const zoneOf = ({ settings }: TriggerRecord): string =>
  settings.kind === "schedule" ? settings.timeZone : "UTC";

/** Writes the run of a tick. @throws AppError what stands in its way */
async function writeRun(
  services: RunWriting,
  tx: Transaction,
  trigger: TriggerRecord,
  tick: TickRecord,
): Promise<string> {
  const { runKind, sample, environment, parameters } = trigger.settings;
  const revision = await triggeredRevision(tx, trigger.module, runKind, environment);
  const instant = { at: tick.plannedAt, timeZone: zoneOf(trigger) };
  return queueRunIn(services, tx, {
    revision,
    kind: runKind,
    sample: runKind === "trial" ? sample : undefined,
    environment,
    answerable: trigger.updatedBy,
    cause: tick.cause,
    parameters: runValues(revision, { ...parameters, ...tick.parameters }, instant),
  });
}

/** Seconds after which versions that nothing could be started for are looked at again: each time about twice as long. */
const soonest = 60;
const latest = 3600;

/** When a tick is looked at again that is skipped, for the first time or for the same reason still. */
function lookAgainAt(tick: TickRecord, reason: ErrorData, now: Date): Date | null {
  if (tick.cause.kind !== "versions") return null;
  const isSame = tick.state === "skipped" && tick.reason?.code === reason.code;
  const since = isSame ? (now.getTime() - (tick.finishedAt ?? now).getTime()) / 1000 : 0;
  return new Date(now.getTime() + Math.min(latest, Math.max(soonest, since)) * 1000);
}

/** Records that nothing was run, and why; people are told once, not at every tick that meets the same. */
async function skipTick(
  tx: Transaction,
  trigger: TriggerRecord,
  tick: TickRecord,
  reason: ErrorData,
  now: Date,
  retryAt: Date | null,
): Promise<"skipped"> {
  // It was skipped for this already, and looked at again.
  if (tick.state === "skipped" && tick.reason?.code === reason.code) {
    await tx.ticks.change(tick.id, { retryAt });
    return "skipped";
  }
  const before = await tx.ticks.lastEnded(trigger.id);
  await tx.ticks.change(tick.id, { state: "skipped", reason, finishedAt: now, retryAt });
  const isKnown = before?.state === "skipped" && before.reason?.code === reason.code;
  if (!isKnown) await raiseAlert(tx, trigger, { kind: "skipped", tick, reason }, now);
  return "skipped";
}

/** Starts a run of a tick that waits, is to be tried again or was skipped; what stands in its way is recorded instead. */
export async function runTick(
  services: RunWriting,
  tx: Transaction,
  trigger: TriggerRecord,
  tick: TickRecord,
  now: Date,
): Promise<"running" | "skipped"> {
  let runId: string;
  try {
    runId = await writeRun(services, tx, trigger, tick);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const reason = error.toData();
    return skipTick(tx, trigger, tick, reason, now, lookAgainAt(tick, reason, now));
  }
  const change = { state: "running" as const, runId, tries: tick.tries + 1, retryAt: null };
  // People heard why it could not start in time.
  const begunAnew = { reason: null, finishedAt: null, lateAlertedAt: now };
  await tx.ticks.change(tick.id, tick.state === "skipped" ? { ...change, ...begunAnew } : change);
  return "running";
}

async function cancelRun({ enqueueRun }: RunWriting, tx: Transaction, runId: string): Promise<RunState> {
  const { state, needsWorker } = await tx.runs.requestCancel(runId);
  if (needsWorker) await enqueueRun(tx, runId);
  return state;
}

/**
 * Decides about a tick that was just written: it starts, waits, or is skipped beside those that are open. The trigger is held.
 * @param earlier the trigger's other open ticks
 */
export async function decideTick(
  services: RunWriting,
  tx: Transaction,
  trigger: TriggerRecord,
  tick: TickRecord,
  earlier: readonly TickRecord[],
  now: Date,
): Promise<"running" | "waiting" | "skipped"> {
  const { overlap } = trigger.settings;
  const turn = turnOf({ overlap, isBusy: earlier.length > 0, isPatient: tick.isPatient });
  if (turn === "start") return runTick(services, tx, trigger, tick, now);
  if (turn === "skip") return skipTick(tx, trigger, tick, because("tick-overlap"), now, null);
  if (turn === "cancel-earlier") {
    for (const one of earlier) {
      const isRunning = one.state === "running" && one.runId !== undefined;
      const left = isRunning ? await cancelRun(services, tx, one.runId ?? "") : "cancelled";
      // One that works still is waited for; the others are over with this.
      if (left === "cancelling") continue;
      const state = left === "succeeded" || left === "failed" ? left : "cancelled";
      await tx.ticks.change(one.id, { state, reason: because("tick-superseded"), finishedAt: now });
    }
    const left = (await tx.ticks.open(trigger.id)).filter(({ id }) => id !== tick.id);
    return left.length === 0 ? runTick(services, tx, trigger, tick, now) : "waiting";
  }
  const waiting = earlier.filter(({ state }) => state === "waiting").length;
  if (waiting < mostWaiting || tick.isPatient) return "waiting";
  return skipTick(tx, trigger, tick, because("tick-queue-full", { count: waiting }), now, null);
}
