import type { RunCause, RunKind, RunParameter } from "#lib/contracts";
import type { RevisionRecord, Transaction } from "#lib/db/server";
import type { ModuleDocument } from "#lib/metadata";
import type { RecordServices, RunServices } from "../core/services.ts";
import { executableDocument, readDocument } from "../modules/check-document.ts";
import { contentHash } from "../modules/content-hash.ts";
import { assertMayRead, assertStoresServe, type Binders } from "../run-ports/index.ts";

export interface WantedRun {
  readonly revision: RevisionRecord;
  readonly kind: RunKind;
  readonly sample?: number | undefined;
  readonly requestedBy?: string;
  /** Where nobody requested it: who answers for what it reads, else the revision's author. */
  readonly answerable?: string;
  /** Absent: the document runs as it is written. */
  readonly environment?: string | undefined;
  readonly cause?: RunCause;
  readonly parameters?: readonly RunParameter[];
}

/** What writes a run besides the transaction. */
export type RunWriting = Omit<RunServices, "db">;

/**
 * Whether a publication of a revision could start now in an environment; the document is as it is there.
 * @throws AppError `approval-missing`, `approval-stale`, `environment-store-taken`
 */
export async function assertMayPublish(
  services: RecordServices & Binders,
  revisionId: string,
  document: ModuleDocument,
  environment: string | undefined,
): Promise<void> {
  await assertStoresServe(services.db, document, environment);
  const hash = await contentHash(services, document, environment);
  await services.db.reviews.assertApproved(revisionId, hash, environment);
}

/**
 * Writes a run and its job in the transaction. A publication is refused here unless its revision is approved as everything
 * stands now in its environment; the run checks again before it writes outside and while it publishes.
 * @throws AppError `module-archived`, `document-invalid`, `versions-unreadable`, `approval-missing`, `approval-stale`,
 * `source-binding-missing`, `store-binding-missing`, `environment-unbound`, `environment-store-taken`
 */
export async function queueRunIn(
  given: RunWriting,
  transaction: Transaction,
  { revision, answerable, ...wanted }: WantedRun,
): Promise<string> {
  // On the transaction's own connection: many that wait for a second one each would wait for ever.
  const services = { ...given, db: transaction };
  const module = readDocument(revision.document)?.name ?? "";
  const { environment } = wanted;
  await transaction.modules.assertActive(revision.moduleId);
  const document = await executableDocument(services, module, revision.document, environment);
  await assertMayRead(transaction, wanted.requestedBy ?? answerable ?? revision.authorId, document);
  if (wanted.kind === "publication") {
    await assertMayPublish(services, revision.id, document, environment);
  }
  const run = await transaction.runs.create({
    moduleId: revision.moduleId,
    revisionId: revision.id,
    ...wanted,
  });
  await services.enqueueRun(transaction, run.id);
  return run.id;
}

/** The same in a transaction of its own. */
export const queueRun = (services: RunServices, wanted: WantedRun): Promise<string> =>
  services.db.transaction((transaction) => queueRunIn(services, transaction, wanted));
