import type { OpenReviewView } from "#lib/contracts";
import type { Repositories } from "#lib/db/server";
import { peopleOf } from "../views/people.ts";

export async function openReviews(db: Pick<Repositories, "reviews" | "users">): Promise<OpenReviewView[]> {
  const open = [...(await db.reviews.open())].sort(
    (a, b) => a.requestedAt.getTime() - b.requestedAt.getTime(),
  );
  const people = await peopleOf(
    db,
    open.map((review) => review.requestedBy),
  );
  return open.map(({ module, revision, environment, requestedBy, requestedAt }) => ({
    module,
    revision,
    environment,
    requestedBy: people(requestedBy),
    requestedAt: requestedAt.toISOString(),
  }));
}
