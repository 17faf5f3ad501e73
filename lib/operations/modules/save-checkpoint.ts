import { z } from "zod";
import { checkpointSummarySchema, slugSchema } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";
import { checkpointViews, sizeOf } from "./checkpoint-views.ts";
import { protectValues } from "./module-values.ts";

/** Gives the draft as it stands a name to come back to; refused where somebody saved since it was seen. */
export const saveCheckpoint = defineOperation({
  id: "save-checkpoint",
  title: { en: "Save a checkpoint of a draft", ru: "Сохранить контрольную точку черновика" },
  permission: "modules:edit",
  input: z.strictObject({
    module: slugSchema,
    etag: z.number().int().positive(),
    name: z.string().trim().min(1).max(120),
  }),
  output: checkpointSummarySchema,
  audit: ({ module, etag }) => ({ kind: "module", name: module, detail: { etag } }),
  run: async ({ services, actor: { userId } }, { module, etag, name }) => {
    const { db, masterKey } = services;
    const draft = found(await db.drafts.get(module), "module", module);
    if (draft.etag !== etag) throw new AppError("draft-stale");
    // A draft of an earlier version of the product may hold values in the clear still.
    const kept = protectValues(masterKey, { module, userId }, draft.document);
    const saved = await db.transaction(async (tx) => {
      await tx.artefacts.keep(module, kept);
      const { document } = kept;
      return tx.checkpoints.save({ module, etag, name, document, ...sizeOf(document), createdBy: userId });
    });
    const [view] = await checkpointViews(db, [saved]);
    return found(view, "checkpoint", saved.id);
  },
});
