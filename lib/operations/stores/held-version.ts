import type { HeldVersion, NotShown, RetentionView, StoreMoveView } from "#lib/contracts";
import type { Holding, Repositories, RetentionRecord, StoreMoveRecord } from "#lib/db/server";
import { type People, peopleOf, personOf } from "../views/people.ts";

export const notShownView = ({ triedAt, failure }: NonNullable<Holding["notShown"]>): NotShown => ({
  triedAt: triedAt?.toISOString(),
  failure: failure && { ...failure },
});

export const heldVersion = (holding: Holding): HeldVersion => ({
  module: holding.module,
  number: holding.number,
  createdAt: holding.createdAt.toISOString(),
  withdrawnAt: holding.withdrawnAt?.toISOString(),
  bytes: holding.bytes,
  isLatest: holding.isLatest,
  kept: holding.keptAt !== undefined,
  byScript: holding.byScript,
  notShown: holding.notShown && notShownView(holding.notShown),
});

export async function retentionView(
  db: Pick<Repositories, "users">,
  record: RetentionRecord | undefined,
): Promise<RetentionView | undefined> {
  if (record === undefined) return undefined;
  const people = await peopleOf(db, [record.changedBy]);
  return {
    policy: record.policy,
    changedBy: personOf(people, record.changedBy),
    changedAt: record.changedAt.toISOString(),
    carriedOutAt: record.carriedOutAt?.toISOString(),
  };
}

export const moveView = (move: StoreMoveRecord, people: People): StoreMoveView => ({
  id: move.id,
  from: move.from,
  to: move.to,
  module: move.module,
  state: move.state,
  total: move.total,
  done: move.done,
  skipped: move.skipped,
  error: move.error && { ...move.error },
  requestedBy: personOf(people, move.requestedBy),
  createdAt: move.createdAt.toISOString(),
  finishedAt: move.finishedAt?.toISOString(),
});
