import { z } from "zod";
import { slugSchema } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";
import { assertRoleMayRead } from "../run-ports/index.ts";
import { executableDocument } from "./check-document.ts";
import { contentHash } from "./content-hash.ts";
import { keepDraft } from "./keep-draft.ts";
import { protectValues } from "./module-values.ts";

/** Keeps the draft as the next revision: it must be executable, and nobody may have saved since it was opened. */
export const saveRevision = defineOperation({
  id: "save-revision",
  title: { en: "Save a revision", ru: "Сохранить ревизию" },
  permission: "modules:edit",
  input: z.strictObject({
    module: slugSchema,
    etag: z.number().int().positive(),
    message: z.string().max(4000).default(""),
  }),
  output: z.object({ revision: z.number(), contentHash: z.string(), movedValues: z.number() }),
  audit: ({ module }) => ({ kind: "module", name: module }),
  run: async ({ services, actor }, { module, etag, message }) => {
    const { db } = services;
    const draft = found(await db.drafts.get(module), "module", module);
    if (draft.etag !== etag) throw new AppError("draft-stale");
    const { userId } = actor;
    // A draft of an earlier version of the product may hold values in the clear still.
    const kept = protectValues(services.masterKey, { module, userId }, draft.document);
    const current =
      kept.moved === 0 ? etag : (await keepDraft(services, { module, etag, userId }, kept)).etag;
    const document = await executableDocument(services, module, kept.document);
    if (document.name !== module) throw new AppError("request-invalid", { detail: "document/name" });
    assertRoleMayRead(actor.role, document);
    const hash = await contentHash(services, document);
    const revision = await db.revisions.save({
      module,
      etag: current,
      contentHash: hash,
      authorId: userId,
      message,
    });
    await db.modules.setTitle(module, document.title ?? "");
    return { revision: revision.number, contentHash: hash, movedValues: kept.moved };
  },
});
