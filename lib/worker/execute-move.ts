import { carryOutMove } from "#lib/operations/server";
import type { WorkerContext } from "./worker-context.ts";

/**
 * One delivery of a move of versions between stores. What this throws brings the job again, here or elsewhere.
 * @param given aborted when the queue gives the delivery to somebody else
 */
export async function executeMove(context: WorkerContext, moveId: string, given: AbortSignal): Promise<void> {
  const { db, masterKey, drivers, config, stopping, log } = context;
  log.info({ move: moveId }, "move taken up");
  const storeDriver = (kind: string) => drivers.storeDriver(kind);
  const signal = AbortSignal.any([given, stopping]);
  await carryOutMove({ db, masterKey, storeDriver, data: config.data, signal }, moveId);
}
