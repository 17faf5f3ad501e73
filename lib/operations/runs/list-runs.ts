import { z } from "zod";
import { runStateSchema, runSummarySchema, slugSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";
import { runViews } from "../views/run-view.ts";

/** Runs, newest first; `before` is the creation time of the last one seen. */
export const listRuns = defineOperation({
  id: "list-runs",
  title: { en: "List runs", ru: "Список запусков" },
  permission: "runs:read",
  input: z.strictObject({
    module: slugSchema.optional(),
    states: z.array(runStateSchema).optional(),
    before: z.iso.datetime().optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  output: z.array(runSummarySchema),
  run: async ({ services: { db } }, { before, ...options }) =>
    runViews(
      db,
      await db.runs.list({ ...options, before: before === undefined ? undefined : new Date(before) }),
    ),
});
