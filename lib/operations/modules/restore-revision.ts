import { z } from "zod";
import { slugSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";
import { protectValues } from "./module-values.ts";

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
  run: ({ services, actor: { userId } }, input) =>
    services.db.transaction(async (tx) => {
      const { module } = input;
      const restored = await tx.drafts.restore({ ...input, userId });
      // A revision of an earlier version of the product may hold values in the clear.
      const document = (await tx.drafts.get(module))?.document;
      const kept = protectValues(services.masterKey, { module, userId }, document);
      if (kept.moved === 0) return restored;
      await tx.artefacts.keep(module, kept);
      return tx.drafts.save({ module, document: kept.document, etag: restored.etag, userId });
    }),
});
