import type { RunSummary } from "#lib/contracts";
import type { Repositories, RunLabel, RunRecord } from "#lib/db/server";
import { type People, peopleOf, personOf } from "./people.ts";

/** Runs as lists show them: two questions to the database, however many. */
export async function runViews(
  db: Pick<Repositories, "users" | "runs">,
  runs: readonly RunRecord[],
): Promise<RunSummary[]> {
  if (runs.length === 0) return [];
  const people = await peopleOf(
    db,
    runs.map((run) => run.requestedBy),
  );
  const labels = await db.runs.labels(runs.map((run) => run.id));
  return runs.map((run) => runView(run, labels.get(run.id), people));
}

const iso = (date: Date | undefined) => date?.toISOString();

function runView(run: RunRecord, label: RunLabel | undefined, people: People): RunSummary {
  return {
    id: run.id,
    module: label?.module ?? run.moduleId,
    revision: label?.revision ?? 0,
    kind: run.kind,
    state: run.state,
    attempt: run.attempt,
    sample: run.sample,
    requestedBy: personOf(people, run.requestedBy),
    environment: run.environment,
    cause: run.cause,
    parameters: run.parameters,
    createdAt: run.createdAt.toISOString(),
    startedAt: iso(run.startedAt),
    finishedAt: iso(run.finishedAt),
    error:
      run.error === undefined
        ? undefined
        : { code: run.error.code, params: { ...run.error.params }, place: run.error.place },
    waitsUntil: iso(run.waitsUntil),
    version: label?.version,
  };
}
