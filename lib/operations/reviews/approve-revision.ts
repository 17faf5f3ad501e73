import { z } from "zod";
import { inEnvironment, slugSchema } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { defineOperation } from "../core/operation.ts";
import { executableDocument } from "../modules/check-document.ts";
import { contentHash } from "../modules/content-hash.ts";
import { assertStoresServe } from "../run-ports/index.ts";
import { openedDocument, uncovered } from "./review-view.ts";
import { revisionOf } from "./revision-of.ts";

/**
 * Approves exactly what the reviewer was shown. Refused to whoever edited since the last approval and to an impersonated
 * sign-in, and where a source, a store or the document is no longer what was shown.
 */
export const approveRevision = defineOperation({
  id: "approve-revision",
  title: { en: "Approve a revision", ru: "Одобрить ревизию" },
  permission: "reviews:decide",
  input: z.strictObject({
    module: slugSchema,
    revision: z.number().int().positive(),
    /** Where the approval counts; absent: as the document is written. */
    environment: slugSchema.optional(),
    /** The hash on the page that the reviewer saw. */
    contentHash: z.string().regex(/^[0-9a-f]{64}$/),
    comment: z.string().max(4000).default(""),
    /** Ids of what the models do not cover, each acknowledged. */
    acknowledged: z.array(z.string().max(300)).max(500).default([]),
  }),
  output: z.object({ approvedHash: z.string() }),
  audit: ({ module, revision, environment, contentHash: hash }) => ({
    kind: "module",
    name: module,
    detail: { revision, hash, ...inEnvironment(environment) },
  }),
  clearsWay: true,
  run: async ({ services, actor }, input) => {
    if (actor.impersonatedBy !== undefined) throw new AppError("approval-impersonated");
    const revision = await revisionOf(services, input);
    const { module, environment } = input;
    const document = await executableDocument(services, module, revision.document, environment);
    await assertStoresServe(services.db, document, environment);
    const notes = uncovered(await openedDocument(services, module, document, environment));
    if (!notes.every((note) => input.acknowledged.includes(note.id))) {
      throw new AppError("not-covered-unacknowledged", { count: notes.length });
    }
    const hash = await contentHash(services, document, environment);
    await services.db.reviews.approve({
      revisionId: revision.id,
      environment,
      reviewerId: actor.userId,
      impersonatedBy: actor.impersonatedBy,
      contentHash: hash,
      seenHash: input.contentHash,
      comment: input.comment,
      acknowledged: notes.map((note) => `${note.table}: ${note.text.en}`),
    });
    return { approvedHash: hash };
  },
});
