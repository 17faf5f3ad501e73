import { z } from "zod";
import { slugSchema } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { bindDocument, type ModuleDocument } from "#lib/metadata";
import { defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";
import type { Services } from "../core/services.ts";
import { assertRoleMayRead } from "../run-ports/index.ts";
import { executableDocument } from "./check-document.ts";
import { contentHash } from "./content-hash.ts";
import { keepDraft } from "./keep-draft.ts";
import { protectValues } from "./module-values.ts";
import { assertWholeTexts } from "./whole-texts.ts";

/**
 * The approval hash of the document as it is written; empty, and so equal to none, where it names what is not here and some
 * environment says what that means.
 * @throws AppError `source-binding-missing`, `store-binding-missing`
 */
async function hashAtSaving(services: Services, document: ModuleDocument): Promise<string> {
  try {
    return await contentHash(services, document);
  } catch (error) {
    const environments = await services.db.environments.list();
    const isMissing =
      error instanceof AppError &&
      (error.code === "source-binding-missing" || error.code === "store-binding-missing");
    if (isMissing && environments.some(({ bindings }) => bindDocument(document, bindings).ok)) return "";
    throw error;
  }
}

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
  clearsWay: true,
  run: async ({ services, actor }, { module, etag, message }) => {
    const { db } = services;
    const draft = found(await db.drafts.get(module), "module", module);
    if (draft.etag !== etag) throw new AppError("draft-stale");
    const { userId } = actor;
    // A draft of an earlier version of the product may hold values in the clear still.
    const kept = protectValues(services.masterKey, { module, userId }, draft.document);
    // And texts that are refused by now.
    assertWholeTexts(kept.document);
    const current =
      kept.moved === 0 ? etag : (await keepDraft(services, { module, etag, userId }, kept)).etag;
    const document = await executableDocument(services, module, kept.document);
    if (document.name !== module) throw new AppError("request-invalid", { detail: "document/name" });
    assertRoleMayRead(actor.role, document);
    const hash = await hashAtSaving(services, document);
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
