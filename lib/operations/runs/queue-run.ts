import type { RunKind } from "#lib/contracts";
import type { RevisionRecord } from "#lib/db/server";
import type { Services } from "../core/services.ts";
import { executableDocument, readDocument } from "../modules/check-document.ts";
import { contentHash } from "../modules/content-hash.ts";

/**
 * Writes a run and its job in one transaction. A publication is refused here unless its revision is approved as everything
 * stands now; the run checks again before it writes outside and while it publishes.
 * @throws AppError `document-invalid`, `approval-missing`, `approval-stale`
 */
export async function queueRun(
  services: Services,
  wanted: { revision: RevisionRecord; kind: RunKind; sample?: number; requestedBy: string },
): Promise<string> {
  const { revision, kind, sample, requestedBy } = wanted;
  const module = readDocument(revision.document)?.name ?? "";
  const document = await executableDocument(services, module, revision.document);
  const hash = await contentHash(services, document);
  return services.db.transaction(async (transaction) => {
    if (kind === "publication") await transaction.reviews.assertApproved(revision.id, hash);
    const run = await transaction.runs.create({
      moduleId: revision.moduleId,
      revisionId: revision.id,
      kind,
      sample,
      requestedBy,
    });
    await services.enqueueRun(transaction, run.id);
    return run.id;
  });
}
