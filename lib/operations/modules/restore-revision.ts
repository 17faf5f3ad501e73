import { z } from "zod";
import { slugSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";
import { restoreDraft } from "./restore-draft.ts";

/** Makes an earlier revision's document the draft; the revisions stay as they are. */
export const restoreRevision = defineOperation({
  id: "restore-revision",
  title: { en: "Restore a revision as the draft", ru: "Вернуть ревизию в черновик" },
  permission: "modules:edit",
  input: z.strictObject({
    module: slugSchema,
    revision: z.number().int().positive(),
    etag: z.number().int().positive(),
  }),
  output: z.object({ etag: z.number() }),
  audit: ({ module, revision }) => ({ kind: "module", name: module, detail: { revision } }),
  run: async ({ services, actor: { userId } }, input) => {
    const by = { module: input.module, userId };
    const { saved } = await restoreDraft(services, by, (tx) => tx.drafts.restore({ ...input, userId }));
    return { etag: saved.etag };
  },
});
