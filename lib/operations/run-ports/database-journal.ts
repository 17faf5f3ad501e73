import type { NewRunEvent } from "#lib/contracts";
import type { ClaimedRun, Database, TimedRunEvent } from "#lib/db/server";
import { systemClock } from "#lib/kernel";
import type { Journal } from "#lib/pipeline";
import type { LeaseGuard } from "./lease-guard.ts";

/** Milliseconds that an event waits for others: short enough to look live. */
const gatherFor = 200;
/** Events that wait while the records do not answer; older progress is dropped first, never what was said in words. */
const mostWaiting = 5_000;

export interface DatabaseJournal extends Journal {
  /** Writes what waits. */
  flush(): Promise<void>;
}

export interface JournalOptions {
  readonly db: Pick<Database, "runs" | "runEvents">;
  readonly claimed: ClaimedRun;
  readonly guard: LeaseGuard;
  readonly workerId: string;
  /** Whether what earlier attempts left in staging is still there. */
  readonly mayResume: boolean;
}

/** Keeps a run's events and stages in the records, as long as the lease is held. */
export function databaseJournal(options: JournalOptions): DatabaseJournal {
  const { db, claimed, guard, workerId, mayResume } = options;
  const { run, lease } = claimed;
  let waiting: TimedRunEvent[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  const write = async (): Promise<void> => {
    const events = waiting;
    if (events.length === 0) return;
    waiting = [];
    try {
      await db.runEvents.append(lease, run.attempt, events);
    } catch (error) {
      waiting = [...events, ...waiting];
      throw error;
    }
  };
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    // One at a time, so that numbers follow the order of what happened.
    const next = writing.catch(() => {}).then(write);
    writing = next;
    return next;
  };
  const flushLater = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      flush().catch(() => {
        if (!guard.signal.aborted) flushLater();
      });
    }, gatherFor);
  };

  return {
    attempt: run.attempt,
    emit: (event: NewRunEvent) => {
      waiting.push({ ...event, at: systemClock.now() });
      if (waiting.length > mostWaiting) {
        const oldest = waiting.findIndex(({ kind }) => kind === "progress");
        waiting.splice(Math.max(oldest, 0), 1);
      }
      flushLater();
    },
    // A trial's keys are thrown away with its attempt, so it always starts anew.
    finished: async () =>
      mayResume && run.kind === "publication" ? db.runs.finishedStages(run.id, workerId) : new Map(),
    startStage: async (stage) => {
      await db.runs.startStage(lease, stage);
    },
    finishStage: async (stage, state) => {
      await flush();
      await db.runs.finishStage(lease, stage, state);
    },
    startStore: (store, by) => db.runs.startStore(lease, store, by === "script"),
    assertOwned: () => guard.assertOwned(),
    flush,
  };
}
