import { z } from "zod";
import { savedDraftSchema, slugSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";
import { savedDraft } from "./keep-draft.ts";
import { restoreDraft } from "./restore-draft.ts";

/** Makes a checkpoint's document the draft; the checkpoint stays. Whoever had edited it has edited the draft again. */
export const restoreCheckpoint = defineOperation({
  id: "restore-checkpoint",
  title: { en: "Restore a checkpoint as the draft", ru: "Вернуть контрольную точку в черновик" },
  permission: "modules:edit",
  input: z.strictObject({
    module: slugSchema,
    checkpoint: z.uuid(),
    etag: z.number().int().positive(),
  }),
  output: savedDraftSchema,
  audit: ({ module, checkpoint }) => ({ kind: "module", name: module, detail: { checkpoint } }),
  run: async ({ services, actor: { userId } }, input) => {
    const { module } = input;
    const { saved, kept } = await restoreDraft(services, { module, userId }, (tx) =>
      tx.checkpoints.restore({ ...input, userId }),
    );
    return { ...(await savedDraft(services, module, saved, kept)), document: kept.document };
  },
});
