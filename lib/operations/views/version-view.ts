import type { VersionSummary as VersionSummaryView } from "#lib/contracts";
import type { Repositories, VersionCard } from "#lib/db/server";
import { type People, peopleOf, personOf } from "./people.ts";

type Records = Pick<Repositories, "users" | "versions">;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

type Flags = Awaited<ReturnType<Repositories["versions"]["madeFromWithdrawn"]>>;

export function versionView(version: VersionCard, people: People, flags: Flags): VersionSummaryView {
  const { tables } = version.manifest;
  return {
    module: version.module,
    number: version.number,
    versionId: version.versionId,
    runId: version.runId,
    revision: version.revision,
    environment: version.environment,
    createdAt: version.createdAt.toISOString(),
    tables: tables.length,
    rows: sum(tables.map((table) => table.counts.published)),
    columns: sum(tables.map((table) => table.columns.length)),
    bytes: version.bytes,
    isLatest: version.isLatest,
    kept: version.keptAt !== undefined,
    filesRemovedAt: version.filesRemovedAt?.toISOString(),
    ...(flags.has(version.id) ? { madeFromWithdrawn: [...(flags.get(version.id) ?? [])] } : {}),
    withdrawn:
      version.withdrawnAt === undefined
        ? undefined
        : {
            at: version.withdrawnAt.toISOString(),
            by: personOf(people, version.withdrawnBy),
            reason: version.withdrawnReason ?? "",
          },
  };
}

/** Versions as lists show them: of a module, newest number first; of all, newest first. */
export async function versionViews(
  db: Records,
  options: { readonly module?: string; readonly limit: number },
): Promise<VersionSummaryView[]> {
  const cards = await db.versions.cards(options);
  const people = await peopleOf(
    db,
    cards.map((version) => version.withdrawnBy),
  );
  const flags = await db.versions.madeFromWithdrawn(cards.map(({ id }) => id));
  return cards.map((version) => versionView(version, people, flags));
}
