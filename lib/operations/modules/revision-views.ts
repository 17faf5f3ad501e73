import type { RevisionSummary as RevisionSummaryView } from "#lib/contracts";
import type { Repositories, RevisionSummary } from "#lib/db/server";
import { peopleOf } from "../views/people.ts";

/** Revisions with the step of their review that counts now. */
export async function revisionViews(
  db: Pick<Repositories, "users" | "reviews">,
  revisions: readonly RevisionSummary[],
): Promise<RevisionSummaryView[]> {
  const people = await peopleOf(
    db,
    revisions.map((revision) => revision.authorId),
  );
  const views: RevisionSummaryView[] = [];
  for (const { id, number, parentNumber, contentHash, authorId, message, createdAt } of revisions) {
    const last = (await db.reviews.list(id)).at(-1);
    views.push({
      id,
      number,
      parentNumber,
      contentHash,
      author: people(authorId),
      message,
      createdAt: createdAt.toISOString(),
      review: last?.state,
      environment: last?.environment,
    });
  }
  return views;
}
