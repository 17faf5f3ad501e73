import { z } from "zod";
import { checkpointViewSchema, mostCheckpoints, slugSchema } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { defineOperation } from "../core/operation.ts";
import { checkpointViews } from "./checkpoint-views.ts";

/** A checkpoint with its document, to look at and compare. */
export const getCheckpoint = defineOperation({
  id: "get-checkpoint",
  title: { en: "See a checkpoint of a draft", ru: "Просмотр контрольной точки черновика" },
  permission: "modules:read",
  input: z.strictObject({ module: slugSchema, checkpoint: z.uuid() }),
  output: checkpointViewSchema,
  run: async ({ services: { db } }, { module, checkpoint }) => {
    const kept = await db.checkpoints.get(module, checkpoint);
    const [view] = await checkpointViews(db, kept === undefined ? [] : [kept]);
    if (view === undefined) throw new AppError("checkpoint-missing", { module, most: mostCheckpoints });
    return { ...view, document: kept?.document };
  },
});
