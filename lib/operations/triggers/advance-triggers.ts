import type { TickState } from "#lib/contracts";
import type { RunRecord, TickRecord, Transaction, TriggerRecord } from "#lib/db/server";
import { type ErrorCode, type ErrorData, errorCodes } from "#lib/kernel";
import { decideDue, isLate, nextRuns, retryWait, runsBetween } from "#lib/schedules";
import { raiseAlert } from "./raise-alert.ts";
import { decideTick, runTick } from "./start-tick.ts";
import type { TriggerServices } from "./trigger-services.ts";

/** Skipped instants that get a row each; those before them are counted in the oldest of these rows. */
const mostMissedShown = 20;
/** Planned instants that are looked at one by one: what is made up for, and what is shown as missed. */
const mostKept = 150;

type Schedule = Extract<TriggerRecord["settings"], { kind: "schedule" }>;

/** Writes what a schedule's planned instants come to: each a tick, exactly once. */
async function advanceSchedule(
  services: TriggerServices,
  tx: Transaction,
  trigger: TriggerRecord,
  settings: Schedule,
  now: Date,
): Promise<void> {
  const { cron, timeZone } = settings;
  const due = runsBetween(cron, timeZone, trigger.decidedUntil ?? trigger.createdAt, now, mostKept);
  const decision = decideDue(due, settings, now);
  const causeOf = (at: Date) => ({
    kind: "schedule" as const,
    name: trigger.name,
    plannedAt: at.toISOString(),
  });
  const common = (at: Date) => ({
    triggerId: trigger.id,
    key: at.toISOString(),
    plannedAt: at,
    decidedAt: now,
    cause: causeOf(at),
  });
  const shown = decision.missed.slice(-mostMissedShown);
  for (const [index, at] of shown.entries()) {
    const others = index === 0 ? decision.missedCount - shown.length : 0;
    const reason: ErrorData = { code: "tick-missed", params: {} };
    await tx.ticks.add({ ...common(at), state: "skipped", reason, others });
  }
  for (const { at, isMissed } of decision.run) {
    const earlier = await tx.ticks.open(trigger.id);
    const tick = await tx.ticks.add({ ...common(at), state: "waiting", isPatient: isMissed });
    if (tick !== undefined) await decideTick(services, tx, trigger, tick, earlier, now);
  }
  const [nextAt] = nextRuns(cron, timeZone, now, 1);
  await tx.triggers.change(trigger.id, { planned: { nextAt, decidedUntil: now } });
}

/** What becomes of versions whose tick is there already: one that was skipped starts when its time has come, beside nothing else. */
async function lookAgain(
  services: TriggerServices,
  tx: Transaction,
  trigger: TriggerRecord,
  tick: TickRecord | undefined,
  isBusy: boolean,
  now: Date,
): Promise<TickState | undefined> {
  const isItsTime = tick?.state === "skipped" && !isBusy && (tick.retryAt ?? now) <= now;
  return isItsTime ? runTick(services, tx, trigger, tick, now) : tick?.state;
}

/**
 * Answers new versions of the modules that a trigger follows. Those that nothing could be started for stay unanswered, so that
 * the newest are answered once nothing is in the way any more.
 */
async function advanceVersions(
  services: TriggerServices,
  tx: Transaction,
  trigger: TriggerRecord,
  when: "any" | "all",
  now: Date,
): Promise<void> {
  const upstreams = await tx.triggers.upstreams(trigger.id);
  const fresh = upstreams.filter(({ newest, seen }) => newest > seen);
  if (fresh.length === 0 || (when === "all" && fresh.length < upstreams.length)) return;
  const versions = fresh.map(({ module, newest }) => ({ module, number: newest }));
  const key = versions.map(({ module, number }) => `${module}@${number}`).join(",");
  const earlier = await tx.ticks.open(trigger.id);
  const cause = { kind: "versions" as const, name: trigger.name, versions };
  const common = { triggerId: trigger.id, key, plannedAt: now, decidedAt: now, cause };
  const added = await tx.ticks.add({ ...common, state: "waiting" });
  const left =
    added === undefined
      ? await lookAgain(services, tx, trigger, await tx.ticks.byKey(trigger.id, key), earlier.length > 0, now)
      : await decideTick(services, tx, trigger, added, earlier, now);
  if (left === "skipped") return;
  for (const { moduleId, newest } of fresh) await tx.triggers.markSeen(trigger.id, moduleId, newest);
}

/** Versions whose tick was skipped after it waited, or at its retry, are unanswered again. */
async function unanswer(tx: Transaction, trigger: TriggerRecord, { cause }: TickRecord): Promise<void> {
  if (cause.kind !== "versions") return;
  for (const { moduleId, module, seen } of await tx.triggers.upstreams(trigger.id))
    if (cause.versions.some((one) => one.module === module && one.number === seen))
      await tx.triggers.markSeen(trigger.id, moduleId, seen - 1);
}

/** Starts a tick at its turn; false where nothing could be started. */
async function takeTurn(
  services: TriggerServices,
  tx: Transaction,
  trigger: TriggerRecord,
  tick: TickRecord,
  now: Date,
): Promise<boolean> {
  const left = await runTick(services, tx, trigger, tick, now);
  if (left === "skipped") await unanswer(tx, trigger, tick);
  return left === "running";
}

/**
 * Whether the same may succeed later with nobody changing anything. What the data, the document, a login or a person's decision
 * refuses is refused again: a retry would only read the sources once more, or lock the account of the login.
 */
function mayPass(error: ErrorData | undefined): boolean {
  if (error === undefined) return false;
  const { kind, transient }: ErrorCode = errorCodes[error.code];
  return transient === true || kind === "internal";
}

/** What the end of a tick's run means for it. */
async function settleTick(
  tx: Transaction,
  trigger: TriggerRecord,
  tick: TickRecord,
  run: RunRecord,
  now: Date,
): Promise<void> {
  const { retries } = trigger.settings;
  const end = { finishedAt: now };
  if (run.state === "failed" && tick.tries <= retries.count && mayPass(run.error)) {
    const retryAt = new Date(now.getTime() + retryWait(retries, tick.tries) * 1000);
    return tx.ticks.change(tick.id, {
      state: "retrying",
      retryAt,
      ...(run.error === undefined ? {} : { reason: run.error }),
    });
  }
  const before = await tx.ticks.lastRan(trigger.id);
  if (run.state === "failed") {
    await tx.ticks.change(tick.id, {
      ...end,
      state: "failed",
      ...(run.error === undefined ? {} : { reason: run.error }),
    });
    return raiseAlert(tx, trigger, { kind: "failed", tick, reason: run.error }, now);
  }
  if (run.state === "cancelled") return tx.ticks.change(tick.id, { ...end, state: "cancelled" });
  await tx.ticks.change(tick.id, { ...end, state: "succeeded" });
  // One that was skipped is no failure, and none that was made up for.
  if (before?.state === "failed") await raiseAlert(tx, trigger, { kind: "recovered", tick }, now);
}

/** Looks at the ticks that are not over: runs that ended, retries whose time has come, the next one that waits. */
async function advanceOpen(
  services: TriggerServices,
  tx: Transaction,
  trigger: TriggerRecord,
  isActive: boolean,
  now: Date,
): Promise<void> {
  for (const tick of await tx.ticks.open(trigger.id)) {
    const run = tick.runId === undefined ? undefined : await tx.runs.get(tick.runId);
    if (tick.state === "running" && run?.finishedAt !== undefined) {
      await settleTick(tx, trigger, tick, run, now);
      continue;
    }
    if (
      tick.lateAlertedAt === undefined &&
      isLate(tick.plannedAt, trigger.settings.alerts.lateAfterMinutes, now)
    ) {
      await tx.ticks.change(tick.id, { lateAlertedAt: now });
      await raiseAlert(tx, trigger, { kind: "late", tick }, now);
    }
  }
  const open = await tx.ticks.open(trigger.id);
  const removed: ErrorData = { code: "trigger-removed", params: {} };
  if (!isActive) {
    for (const tick of open.filter(({ state }) => state !== "running"))
      await tx.ticks.change(tick.id, { state: "cancelled", reason: removed, finishedAt: now });
    return;
  }
  if (open.some(({ state }) => state === "running")) return;
  // A retry comes before those that wait behind it.
  const retry = open.find(({ state }) => state === "retrying");
  if (retry !== undefined) {
    if (retry.retryAt !== undefined && retry.retryAt <= now)
      await takeTurn(services, tx, trigger, retry, now);
    return;
  }
  // One that was skipped leaves its turn to the next.
  for (const tick of open) if (await takeTurn(services, tx, trigger, tick, now)) return;
}

async function advance(services: TriggerServices, tx: Transaction, id: string): Promise<void> {
  const trigger = await tx.triggers.hold(id, false);
  // Somebody else is at it: they do the same.
  if (trigger === undefined) return;
  const now = services.clock.now();
  const module = await tx.modules.getById(trigger.moduleId);
  const isActive =
    trigger.deletedAt === undefined && trigger.pausedAt === undefined && module?.archivedAt === undefined;
  await advanceOpen(services, tx, trigger, isActive, now);
  if (!isActive) return;
  const { settings } = trigger;
  if (settings.kind === "schedule" && trigger.nextAt !== undefined && trigger.nextAt <= now)
    await advanceSchedule(services, tx, trigger, settings, now);
  if (settings.kind === "versions") await advanceVersions(services, tx, trigger, settings.when, now);
}

/**
 * One look at all triggers, by any number of workers at once: each trigger is held by one of them, and what it has to do is
 * written together with the run's job. Answers how many were looked at; one that fails leaves the others their turn.
 */
export async function advanceTriggers(
  services: TriggerServices,
  onError: (trigger: string, error: unknown) => void,
): Promise<number> {
  const ids = await services.db.triggers.due(services.clock.now());
  for (const id of ids) {
    try {
      await services.db.transaction((tx) => advance(services, tx, id));
    } catch (error) {
      onError(id, error);
    }
  }
  return ids.length;
}
