import type { Lease, RunRepository } from "#lib/db/server";
import { AppError } from "#lib/kernel";

/** Milliseconds between heartbeats: a cancellation is seen within one, well inside the promised two seconds. */
const heartbeatEvery = 750;
/** A worker that could not say for so long that it lives stops by itself, before another may take its run. */
const silentAtMost = 6_000;
/** After so many milliseconds of silence another worker takes a run; more than `silentAtMost` by the time stopping takes. */
export const staleAfterMs = 10_000;

/** Why a worker lets go of a run that is neither cancelled nor lost: the process stops. */
export class WorkerStopping extends Error {
  constructor() {
    super("The worker stops");
    this.name = "WorkerStopping";
  }
}

export interface LeaseGuard {
  /** Aborted with `run-cancelled`, `run-lease-lost` or {@link WorkerStopping} as its reason. */
  readonly signal: AbortSignal;
  /** Asks the records now. @throws the reason for which this worker may not go on */
  assertOwned(): Promise<void>;
  stop(): void;
}

/** Says that the worker lives, and aborts the run's work where it may not go on. */
export function guardLease(
  runs: Pick<RunRepository, "heartbeat">,
  lease: Lease,
  stopping: AbortSignal,
): LeaseGuard {
  const controller = new AbortController();
  let lastHeard = performance.now();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const beat = async (): Promise<void> => {
    try {
      const { owned, cancelRequested } = await runs.heartbeat(lease);
      lastHeard = performance.now();
      if (!owned) controller.abort(new AppError("run-lease-lost"));
      else if (cancelRequested) controller.abort(new AppError("run-cancelled"));
    } catch (cause) {
      if (performance.now() - lastHeard > silentAtMost) {
        controller.abort(new AppError("run-lease-lost", {}, { cause }));
      }
    }
  };
  const schedule = () => {
    if (stopped) return;
    timer = setTimeout(() => void beat().then(schedule), heartbeatEvery);
  };
  const onStopping = () => controller.abort(new WorkerStopping());
  if (stopping.aborted) onStopping();
  stopping.addEventListener("abort", onStopping, { once: true });
  schedule();

  return {
    signal: controller.signal,
    assertOwned: async () => {
      controller.signal.throwIfAborted();
      await beat();
      controller.signal.throwIfAborted();
      // The records did not answer: nothing may be written outside on yesterday's word.
      if (performance.now() - lastHeard > silentAtMost) throw new AppError("run-lease-lost");
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      stopping.removeEventListener("abort", onStopping);
    },
  };
}
