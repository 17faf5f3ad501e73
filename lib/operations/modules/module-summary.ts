import type { ModuleSummary } from "#lib/contracts";
import type { ModuleRecord } from "#lib/db/server";
import { effectiveColumn, inheritClasses, type ModuleDocument } from "#lib/metadata";
import type { Services } from "../core/services.ts";
import { approvalState, currentHash } from "../reviews/approval.ts";
import { peopleOf, personOf } from "../views/people.ts";
import { placesNamedIn } from "../views/place-view.ts";
import { runViews } from "../views/run-view.ts";
import { readDocument } from "./check-document.ts";
import { documentText } from "./compare-documents.ts";
import { upstreamsFor } from "./upstreams-for.ts";

function measure(document: ModuleDocument | undefined) {
  const published = (document?.tables ?? []).filter((table) => table.publish);
  const columns = published.flatMap((table) => table.columns.map((column) => ({ table, column })));
  const personal = columns.filter(({ table, column }) => {
    const own = document === undefined ? undefined : effectiveColumn(document, table, column).privacyClass;
    return own !== undefined && own !== "insensitive";
  });
  return { tables: published.length, columns: columns.length, personalColumns: personal.length };
}

/** The newest version that is not withdrawn: as the document is written, else of any environment. */
async function currentVersion({ db }: Services, module: string): Promise<ModuleSummary["latestVersion"]> {
  const present = (await db.versions.list(module)).filter(({ withdrawnAt }) => withdrawnAt === undefined);
  const newest = present.find(({ environment }) => environment === undefined) ?? present[0];
  return newest && { number: newest.number, environment: newest.environment };
}

/** Where somebody asked last, of environments that are still in use. */
async function lastAsked(
  { db }: Services,
  steps: readonly { readonly environment?: string | undefined }[],
): Promise<string | undefined> {
  if (steps.every(({ environment }) => environment === undefined)) return undefined;
  const inUse = new Set((await db.environments.list()).map(({ name }) => name));
  return steps.findLast(({ environment }) => environment === undefined || inUse.has(environment))
    ?.environment;
}

/** A module as the list shows it; its state is that of an environment, by itself of the one that was last asked about. */
export async function moduleSummary(
  services: Services,
  module: ModuleRecord,
  where?: { readonly environment: string | undefined },
): Promise<ModuleSummary> {
  const { db } = services;
  const draft = await db.drafts.get(module.name);
  const revision = await db.revisions.latest(module.name);
  const [run] = await db.runs.list({ module: module.name, limit: 1 });
  const steps = revision === undefined ? [] : await db.reviews.list(revision.id);
  const environment = where === undefined ? await lastAsked(services, steps) : where.environment;
  const people = await peopleOf(db, [module.createdBy, draft?.updatedBy]);
  const triggers = module.archivedAt === undefined ? await db.triggers.list(module.name) : [];
  const nextAt = triggers
    .flatMap((one) => one.nextAt?.toISOString() ?? [])
    .sort()
    .at(0);
  const document = draft?.document ?? revision?.document;
  const read = readDocument(document);
  return {
    name: module.name,
    title: module.title,
    state: await approvalState(
      services,
      revision,
      async () => (revision === undefined ? "" : currentHash(services, revision, environment)),
      environment,
    ),
    environment,
    createdBy: personOf(people, module.createdBy),
    createdAt: module.createdAt.toISOString(),
    archivedAt: module.archivedAt?.toISOString(),
    draftUpdatedAt: draft?.updatedAt.toISOString(),
    draftUpdatedBy: personOf(people, draft?.updatedBy),
    draftAhead:
      draft !== undefined &&
      (revision === undefined || documentText(draft.document) !== documentText(revision.document)),
    revision: revision?.number,
    sources: placesNamedIn(document).sources,
    ...measure(read && inheritClasses(read, await upstreamsFor(services, read))),
    lastRun: run === undefined ? undefined : (await runViews(db, [run]))[0],
    triggers: {
      count: triggers.length,
      paused: triggers.filter(({ pausedAt }) => pausedAt !== undefined).length,
      nextAt,
    },
    latestVersion: await currentVersion(services, module.name),
  };
}
