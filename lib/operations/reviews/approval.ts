import type { ApprovalState } from "#lib/contracts";
import type { RevisionRecord, RevisionSummary } from "#lib/db/server";
import { AppError } from "#lib/kernel";
import type { RecordServices } from "../core/services.ts";
import { readDocument } from "../modules/check-document.ts";
import { contentHash } from "../modules/content-hash.ts";
import type { Binders } from "../run-ports/index.ts";

/** The approval hash of a revision as a run would compute it now; empty, and so equal to none, where it can no longer be run. */
export async function currentHash(
  services: RecordServices & Binders,
  revision: RevisionRecord,
): Promise<string> {
  const document = readDocument(revision.document);
  if (document === undefined) return "";
  try {
    return await contentHash(services, document);
  } catch (error) {
    if (error instanceof AppError) return "";
    throw error;
  }
}

/** Where a revision stands. `hash` is asked for only where an approval may have become stale. */
export async function approvalState(
  services: RecordServices & Binders,
  revision: RevisionSummary | undefined,
  hash: () => Promise<string>,
): Promise<ApprovalState> {
  if (revision === undefined) return "no-revision";
  const steps = await services.db.reviews.list(revision.id);
  const last = steps.at(-1);
  if (last === undefined) return "draft";
  const decision = await services.db.reviews.decision(revision.id);
  if (decision?.state === "approved") {
    if (decision.approvedHash !== (await hash())) return "stale";
    return "approved";
  }
  if (last.state === "requested") return "in-review";
  return last.state === "changes-requested" ? "changes-requested" : "draft";
}
