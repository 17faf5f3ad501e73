import type { CatchUp, Overlap, TriggerRetries } from "#lib/contracts";
import type { DueRuns } from "./cron.ts";

/** A worker that is replaced misses nothing: an instant counts as missed only once it is so long ago. */
export const graceMs = 120_000;

/** What is decided about planned instants that have come. */
export interface DueDecision {
  /** Oldest first; those that were missed wait for each other, whatever the overlap policy says. */
  readonly run: readonly { readonly at: Date; readonly isMissed: boolean }[];
  /** Missed instants that nothing makes up for: the latest of them, and how many there were. */
  readonly missed: readonly Date[];
  readonly missedCount: number;
}

/** Which of the instants that have come run now. */
export function decideDue(
  due: DueRuns,
  policy: { readonly catchUp: CatchUp; readonly catchUpMost: number },
  now: Date,
): DueDecision {
  const isMissed = (at: Date) => now.getTime() - at.getTime() > graceMs;
  const onTime = due.latest.filter((at) => !isMissed(at));
  const late = due.latest.filter(isMissed);
  // A run on time has what the missed ones would have had, so that the latest missed one adds nothing.
  const most =
    policy.catchUp === "all"
      ? policy.catchUpMost
      : policy.catchUp === "latest" && onTime.length === 0
        ? 1
        : 0;
  const caughtUp = most === 0 ? [] : late.slice(-most);
  const missed = late.slice(0, late.length - caughtUp.length);
  // Two instants within the grace are one delay: the later one stands for both, unless all are made up for.
  const kept = policy.catchUp === "all" ? onTime : onTime.slice(-1);
  return {
    run: [...caughtUp.map((at) => ({ at, isMissed: true })), ...kept.map((at) => ({ at, isMissed: false }))],
    missed: [...missed, ...onTime.slice(0, onTime.length - kept.length)],
    missedCount: due.count - caughtUp.length - kept.length,
  };
}

/** Seconds before the nth retry: each waits twice as long as the one before, up to the longest. */
export const retryWait = ({ firstSeconds, mostSeconds }: TriggerRetries, retry: number): number =>
  Math.min(firstSeconds * 2 ** (retry - 1), Math.max(firstSeconds, mostSeconds));

/** What happens to a tick: it starts, waits for its turn, is skipped, or the run before it is cancelled and it waits. */
export type TickTurn = "start" | "wait" | "skip" | "cancel-earlier";

export function turnOf(tick: {
  readonly overlap: Overlap;
  /** Whether the trigger's own earlier run, or one that waits for its turn, is not over. */
  readonly isBusy: boolean;
  /** It made up for a missed instant, or has waited already. */
  readonly isPatient: boolean;
}): TickTurn {
  if (!tick.isBusy) return "start";
  if (tick.isPatient || tick.overlap === "queue") return "wait";
  return tick.overlap === "cancel" ? "cancel-earlier" : "skip";
}

/** Whether a run that was planned for an instant is late. */
export const isLate = (plannedAt: Date, lateAfterMinutes: number | undefined, now: Date): boolean =>
  lateAfterMinutes !== undefined && now.getTime() - plannedAt.getTime() > lateAfterMinutes * 60_000;
