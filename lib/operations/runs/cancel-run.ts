import { z } from "zod";
import { runStateSchema } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { defineOperation } from "../core/operation.ts";

/** Asks a run to stop: one that waits and has left nothing in a store is cancelled at once, a running one within two seconds. */
export const cancelRun = defineOperation({
  id: "cancel-run",
  title: { en: "Cancel a run", ru: "Отменить запуск" },
  permission: "runs:cancel",
  input: z.strictObject({ id: z.uuid() }),
  output: z.object({ state: runStateSchema }),
  audit: ({ id }) => ({ kind: "run", name: id }),
  run: async ({ services, actor }, { id }) => {
    const state = await services.db.transaction(async (tx) => {
      const asked = await tx.runs.requestCancel(id, actor.userId);
      if (asked.needsWorker) await services.enqueueRun(tx, id);
      return asked.state;
    });
    if (state === "succeeded" || state === "failed") throw new AppError("run-finished", { state });
    return { state };
  },
});
