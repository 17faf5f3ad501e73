import { AppError } from "#lib/kernel";
import { carryOutMove } from "#lib/operations/server";
import type { WorkerContext } from "./worker-context.ts";

/**
 * One delivery of a move of versions between stores. What this throws brings the job again, here or elsewhere.
 * @param given aborted when the queue gives the delivery to somebody else
 */
export async function executeMove(context: WorkerContext, moveId: string, given: AbortSignal): Promise<void> {
  const { db, masterKey, drivers, config, stopping, log } = context;
  log.info({ move: moveId }, "move taken up");
  // Whoever goes on may have begun already: nothing that is there is removed by this one.
  const lost = new AbortController();
  const lose = () => lost.abort(new AppError("run-lease-lost"));
  const ends = AbortSignal.any([given, stopping]);
  if (ends.aborted) lose();
  ends.addEventListener("abort", lose, { once: true });
  try {
    await carryOutMove(
      {
        db,
        masterKey,
        storeDriver: (kind) => drivers.storeDriver(kind),
        data: config.data,
        signal: lost.signal,
      },
      moveId,
    );
  } finally {
    ends.removeEventListener("abort", lose);
  }
}
