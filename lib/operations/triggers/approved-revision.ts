import type { RunKind } from "#lib/contracts";
import type { RevisionRecord, Transaction } from "#lib/db/server";
import { AppError } from "#lib/kernel";

/**
 * The revision that a trigger runs in an environment: the newest that somebody approved for a publication there, the newest of all for a trial. Whether
 * the approval still holds is asked when the run is written.
 * @throws AppError `approval-missing`, `not-found`
 */
export async function triggeredRevision(
  db: Pick<Transaction, "revisions" | "reviews">,
  module: string,
  kind: RunKind,
  environment: string | undefined,
): Promise<RevisionRecord> {
  if (kind === "trial") {
    const latest = await db.revisions.latest(module);
    if (latest === undefined) throw new AppError("not-found", { what: "revision", name: module });
    return latest;
  }
  for (const { id, number } of await db.revisions.list(module)) {
    if ((await db.reviews.decision(id, environment))?.state !== "approved") continue;
    const revision = await db.revisions.get(module, number);
    if (revision !== undefined) return revision;
  }
  throw new AppError("approval-missing");
}
