import type { ApprovalState } from "#lib/contracts";
import type { RevisionRecord, RevisionSummary } from "#lib/db/server";
import { AppError } from "#lib/kernel";
import type { RecordServices } from "../core/services.ts";
import { readDocument } from "../modules/check-document.ts";
import { contentHash } from "../modules/content-hash.ts";
import { type Binders, documentIn } from "../run-ports/index.ts";

/**
 * The approval hash of a revision as a run in an environment would compute it now; empty, and so equal to none, where it can no
 * longer be run.
 */
export async function currentHash(
  services: RecordServices & Binders,
  revision: RevisionRecord,
  environment?: string,
): Promise<string> {
  const document = readDocument(revision.document);
  if (document === undefined) return "";
  try {
    return await contentHash(services, await documentIn(services.db, document, environment), environment);
  } catch (error) {
    if (error instanceof AppError) return "";
    throw error;
  }
}

/** Where a revision stands in an environment. `hash` is asked for only where an approval may have become stale. */
export async function approvalState(
  services: RecordServices & Binders,
  revision: RevisionSummary | undefined,
  hash: () => Promise<string>,
  environment?: string,
): Promise<ApprovalState> {
  if (revision === undefined) return "no-revision";
  const steps = await services.db.reviews.list(revision.id);
  const last = steps.findLast((step) => step.environment === environment);
  if (last === undefined) return "draft";
  const decision = await services.db.reviews.decision(revision.id, environment);
  if (decision?.state === "approved") {
    if (decision.approvedHash !== (await hash())) return "stale";
    return "approved";
  }
  if (last.state === "requested") return "in-review";
  return last.state === "changes-requested" ? "changes-requested" : "draft";
}
