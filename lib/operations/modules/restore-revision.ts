import { z } from "zod";
import { slugSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";

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
  run: ({ services, actor }, input) => services.db.drafts.restore({ ...input, userId: actor.userId }),
});
