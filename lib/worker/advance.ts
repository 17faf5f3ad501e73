import type { Clock } from "#lib/kernel";
import type { NetworkPolicy } from "#lib/network";
import { advanceTriggers, deliverAlerts } from "#lib/operations/server";
import type { WorkerContext } from "./worker-context.ts";

export interface AdvanceContext
  extends Pick<WorkerContext, "db" | "queue" | "drivers" | "masterKey" | "log" | "config"> {
  /** What triggers take for now. */
  readonly clock: Clock;
  /** Where alerts may be sent. */
  readonly network: NetworkPolicy;
}

/**
 * Starts what triggers have to start now. Any number of workers do it: a trigger is held by one of them, and a tick is written
 * with its run. What fails is logged and done at the next time.
 */
export async function advance(context: AdvanceContext): Promise<void> {
  const { db, queue, drivers, masterKey, clock, config, log } = context;
  try {
    await advanceTriggers(
      {
        db,
        masterKey,
        clock,
        config,
        ...drivers,
        enqueueRun: (transaction, runId) => queue.enqueue(transaction, "run", { runId }),
      },
      (trigger, error) => log.warn({ trigger, err: error }, "trigger failed"),
    );
  } catch (error) {
    log.warn({ err: error }, "triggers could not be looked at");
  }
}

/** Sends alerts that wait: apart from `advance`, since an address that answers slowly must not hold up what is to start. */
export async function sendAlerts({ db, masterKey, network, clock, log }: AdvanceContext): Promise<void> {
  try {
    await deliverAlerts({ db, masterKey, network, clock }, (host, why) =>
      log.warn({ host, why }, "an alert was not taken"),
    );
  } catch (error) {
    log.warn({ err: error }, "alerts could not be sent");
  }
}
