import type { VersionSummary as VersionSummaryView } from "#lib/contracts";
import type { Repositories, VersionRecord } from "#lib/db/server";
import { type People, peopleOf, personOf } from "./people.ts";

type Records = Pick<Repositories, "users" | "versions" | "revisions">;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

export function versionView(
  version: VersionRecord,
  known: { revision: number; isLatest: boolean; people: People },
): VersionSummaryView {
  const { tables } = version.manifest;
  return {
    module: version.module,
    number: version.number,
    versionId: version.versionId,
    runId: version.runId,
    revision: known.revision,
    createdAt: version.createdAt.toISOString(),
    tables: tables.length,
    rows: sum(tables.map((table) => table.counts.published)),
    columns: sum(tables.map((table) => table.columns.length)),
    bytes: sum(version.files.map((file) => file.bytes)),
    isLatest: known.isLatest,
    withdrawn:
      version.withdrawnAt === undefined
        ? undefined
        : {
            at: version.withdrawnAt.toISOString(),
            by: personOf(known.people, version.withdrawnBy),
            reason: version.withdrawnReason ?? "",
          },
  };
}

/** The versions of a module, newest first. */
export async function versionViews(db: Records, module: string, limit = 100): Promise<VersionSummaryView[]> {
  const summaries = (await db.versions.list(module)).slice(0, limit);
  const latest = summaries.find((version) => version.withdrawnAt === undefined)?.number;
  const people = await peopleOf(
    db,
    summaries.map((version) => version.withdrawnBy),
  );
  const views: VersionSummaryView[] = [];
  for (const { number, revisionId } of summaries) {
    const version = await db.versions.get(module, number);
    if (version === undefined) continue;
    const revision = (await db.revisions.getById(revisionId))?.number ?? 0;
    views.push(versionView(version, { revision, isLatest: number === latest, people }));
  }
  return views;
}
