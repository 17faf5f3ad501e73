import { z } from "zod";
import { AppError } from "#lib/kernel";
import { defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";
import { queueRun } from "./queue-run.ts";

/** Runs the same revision once more, as a run of its own: the failed one stays as it was. */
export const retryRun = defineOperation({
  id: "retry-run",
  title: { en: "Retry a run", ru: "Повторить запуск" },
  permission: "runs:start",
  input: z.strictObject({ id: z.uuid() }),
  output: z.object({ id: z.string() }),
  audit: ({ id }) => ({ kind: "run", name: id }),
  run: async ({ services, actor }, { id }) => {
    const run = found(await services.db.runs.get(id), "run", id);
    if (run.state !== "failed" && run.state !== "cancelled") {
      throw new AppError("run-finished", { state: run.state });
    }
    const revision = found(await services.db.revisions.getById(run.revisionId), "revision", run.revisionId);
    const { kind, sample, environment, parameters } = run;
    const requestedBy = actor.userId;
    const wanted = { revision, kind, sample, environment, parameters, requestedBy };
    return { id: await queueRun(services, wanted) };
  },
});
