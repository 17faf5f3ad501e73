import type { RunSummary } from "#lib/contracts";
import type { Repositories, RunRecord } from "#lib/db/server";
import { type People, peopleOf, personOf } from "./people.ts";

type Records = Pick<Repositories, "users" | "modules" | "revisions" | "versions">;

/** Runs as lists show them; module names, revision numbers and people are fetched once each. */
export async function runViews(db: Records, runs: readonly RunRecord[]): Promise<RunSummary[]> {
  const people = await peopleOf(
    db,
    runs.map((run) => run.requestedBy),
  );
  const modules = new Map<string, string>();
  const revisions = new Map<string, number>();
  for (const run of runs) {
    if (!modules.has(run.moduleId)) {
      modules.set(run.moduleId, (await db.modules.getById(run.moduleId))?.name ?? run.moduleId);
    }
    if (!revisions.has(run.revisionId)) {
      revisions.set(run.revisionId, (await db.revisions.getById(run.revisionId))?.number ?? 0);
    }
  }
  const versions = new Map<string, number>();
  for (const run of runs) {
    if (run.kind !== "publication" || run.state !== "succeeded") continue;
    const version = await db.versions.ofRun(run.id);
    if (version !== undefined) versions.set(run.id, version.number);
  }
  return runs.map((run) =>
    runView(run, {
      module: modules.get(run.moduleId) ?? "",
      revision: revisions.get(run.revisionId) ?? 0,
      version: versions.get(run.id),
      people,
    }),
  );
}

const iso = (date: Date | undefined) => date?.toISOString();

function runView(
  run: RunRecord,
  known: { module: string; revision: number; version: number | undefined; people: People },
): RunSummary {
  return {
    id: run.id,
    module: known.module,
    revision: known.revision,
    kind: run.kind,
    state: run.state,
    attempt: run.attempt,
    sample: run.sample,
    requestedBy: personOf(known.people, run.requestedBy),
    createdAt: run.createdAt.toISOString(),
    startedAt: iso(run.startedAt),
    finishedAt: iso(run.finishedAt),
    error:
      run.error === undefined
        ? undefined
        : { code: run.error.code, params: { ...run.error.params }, place: run.error.place },
    version: known.version,
  };
}
