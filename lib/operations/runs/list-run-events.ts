import { z } from "zod";
import { runEventSchema, runStateSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";

/** Events of a run in order, those after `after`; `isFinished` says that no further ones will come after the last. */
export const listRunEvents = defineOperation({
  id: "list-run-events",
  title: { en: "Read a run's events", ru: "События запуска" },
  permission: "runs:read",
  input: z.strictObject({
    id: z.uuid(),
    after: z.coerce.number().int().nonnegative().default(0),
    limit: z.coerce.number().int().min(1).max(5000).default(1000),
  }),
  output: z.object({
    state: runStateSchema,
    lastEventSeq: z.number(),
    isFinished: z.boolean(),
    events: z.array(runEventSchema),
  }),
  run: async ({ services: { db } }, { id, after, limit }) => {
    const run = found(await db.runs.get(id), "run", id);
    const events = await db.runEvents.list(id, { after, limit });
    return {
      state: run.state,
      lastEventSeq: run.lastEventSeq,
      isFinished: ["succeeded", "failed", "cancelled"].includes(run.state),
      events: [...events],
    };
  },
});
