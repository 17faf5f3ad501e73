import { carryOutMove } from "#lib/operations/server";
import type { WorkerContext } from "./worker-context.ts";

/** One delivery of a move of versions between stores. What this throws brings the job again, here or elsewhere. */
export async function executeMove(context: WorkerContext, moveId: string): Promise<void> {
  const { db, masterKey, drivers, config, stopping, log } = context;
  log.info({ move: moveId }, "move taken up");
  await carryOutMove(
    {
      db,
      masterKey,
      storeDriver: (kind) => drivers.storeDriver(kind),
      data: config.data,
      signal: stopping,
    },
    moveId,
  );
}
