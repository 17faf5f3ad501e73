import { can } from "#lib/access";
import { planModule } from "#lib/compiler";
import { type ReviewColumn, type ReviewView, undecidedColumns } from "#lib/contracts";
import type { RevisionRecord, RunRecord } from "#lib/db/server";
import type { AppError } from "#lib/kernel";
import {
  effectiveColumn,
  hipaaSafeHarbor,
  inheritClasses,
  type ModuleDocument,
  openValues,
  placeNames,
  policyLabels,
  profilesOf,
  usesPython,
} from "#lib/metadata";
import { notCovered } from "#lib/pipeline";
import type { Actor } from "../core/operation.ts";
import type { Services } from "../core/services.ts";
import { readDocument } from "../modules/check-document.ts";
import { compareDocuments } from "../modules/compare-documents.ts";
import { artefactLookup } from "../modules/module-values.ts";
import { upstreamsFor } from "../modules/upstreams-for.ts";
import { obstacleIn } from "../run-ports/index.ts";
import { peopleOf } from "../views/people.ts";
import { approvalState, currentHash } from "./approval.ts";

type Decided = Pick<ReviewColumn, "privacyClass" | "rule" | "parameters" | "policyLabels">;

/** Parameters as text; lists count what they hold, since their entries may be values of people. */
function parametersText(parameters: Readonly<Record<string, unknown>> | undefined): string | undefined {
  if (parameters === undefined) return undefined;
  return Object.entries(parameters)
    .map(([name, value]) => `${name}: ${Array.isArray(value) ? `[${value.length}]` : JSON.stringify(value)}`)
    .join(", ");
}

function publishedColumns(
  document: ModuleDocument | undefined,
): Map<string, Decided & { table: string; column: string }> {
  const columns = new Map<string, Decided & { table: string; column: string }>();
  for (const table of document?.tables ?? []) {
    if (!table.publish || document === undefined) continue;
    for (const column of table.columns) {
      const { privacyClass, anonymize } = effectiveColumn(document, table, column);
      columns.set(JSON.stringify([table.name, column.name]), {
        table: table.name,
        column: column.name,
        privacyClass,
        rule: anonymize?.rule,
        parameters: parametersText(anonymize?.with),
        policyLabels: anonymize ? [...policyLabels(profilesOf(document), anonymize)] : [],
      });
    }
  }
  return columns;
}

function columnChanges(now: ModuleDocument | undefined, before: ModuleDocument | undefined) {
  const current = publishedColumns(now);
  const earlier = publishedColumns(before);
  const columns: ReviewColumn[] = [...current].map(([key, column]) => {
    const old = earlier.get(key);
    if (old === undefined) return { ...column, change: "added" };
    const { privacyClass, rule, parameters } = old;
    const same =
      privacyClass === column.privacyClass && rule === column.rule && parameters === column.parameters;
    return same
      ? { ...column, change: "same" }
      : { ...column, change: "changed", previous: { privacyClass, rule, parameters } };
  });
  const removed = [...earlier].filter(([key]) => !current.has(key));
  return { columns, removedColumns: removed.map(([, { table, column }]) => ({ table, column })) };
}

/** A document with the values that it refers to, as a run would plan it; undefined where they are not all at hand. */
export async function openedDocument(
  services: Pick<Services, "db" | "masterKey">,
  module: string,
  document: ModuleDocument,
  environment?: string,
): Promise<ModuleDocument | undefined> {
  const opened = openValues(document, await artefactLookup(services, module, document));
  if (opened.problems.length > 0) return undefined;
  return inheritClasses(opened.document, await upstreamsFor(services, document, environment));
}

/**
 * What the privacy models do not protect against in an opened document, with ids that an approval acknowledges: names of tables
 * and columns, no value.
 */
export function uncovered(document: ModuleDocument | undefined): ReviewView["notCovered"] {
  if (document === undefined) return [];
  return notCovered({ plan: planModule(document) }).map((note, index) => ({
    id: `${note.table}#${index}`,
    ...note,
  }));
}

/** The nearest revision before this one that stands approved there. */
async function approvedBefore(
  services: Services,
  module: string,
  number: number,
  environment: string | undefined,
): Promise<RevisionRecord | undefined> {
  for (const summary of await services.db.revisions.list(module)) {
    if (summary.number >= number) continue;
    const decision = await services.db.reviews.decision(summary.id, environment);
    if (decision?.state === "approved") return services.db.revisions.get(module, summary.number);
  }
  return undefined;
}

/** Why the viewer may not approve; the database decides again when they try. */
function refusalFor(
  actor: Actor,
  editors: readonly string[],
  isRunnable: boolean,
): AppError["code"] | undefined {
  if (!can(actor.role, "reviews:decide")) return "permission-missing";
  if (actor.impersonatedBy !== undefined) return "approval-impersonated";
  if (editors.includes(actor.userId)) return "approval-by-editor";
  return isRunnable ? undefined : "document-invalid";
}

/** What the names of a document mean in an environment, as far as it says so. */
async function bindingsIn(
  { db }: Services,
  document: ModuleDocument | undefined,
  environment: string | undefined,
): Promise<Pick<ReviewView, "bindings">> {
  const record = environment === undefined ? undefined : await db.environments.get(environment);
  if (document === undefined || record === undefined) return {};
  const { sources, stores } = placeNames(document);
  const places = [
    ...sources.map((name) => ({ name, place: record.bindings.sources.get(name) })),
    ...stores.map((name) => ({ name, place: record.bindings.stores.get(name) })),
  ];
  return { bindings: places.flatMap(({ name, place }) => (place === undefined ? [] : [{ name, place }])) };
}

/** What a reviewer should know of a profile that a run judges, not the document alone. */
function safeHarborOf(
  profiles: readonly { readonly id: string }[],
  trial: RunRecord | undefined,
): Pick<ReviewView, "safeHarbor"> {
  if (!profiles.some(({ id }) => id === hipaaSafeHarbor.id)) return {};
  const report = trial?.reports?.privacy.safeHarbor;
  return { safeHarbor: report ? { undecided: [...undecidedColumns(report)] } : {} };
}

async function pythonOf(
  { db }: Services,
  { packages = [], packageLock }: ModuleDocument,
): Promise<ReviewView["python"]> {
  const { allowUnsandboxed } = await db.workspace.pythonPolicy();
  return { allowUnsandboxed, ...(packages.length > 0 && packageLock ? { lock: packageLock } : {}) };
}

export async function reviewView(
  services: Services,
  actor: Actor,
  module: string,
  revision: RevisionRecord,
  environment?: string,
): Promise<ReviewView> {
  const { db } = services;
  const document = readDocument(revision.document);
  const obstacle = await obstacleIn(db, document, environment);
  const hash = await currentHash(services, revision, environment);
  const steps = await db.reviews.list(revision.id);
  const decision = await db.reviews.decision(revision.id, environment);
  const editors = await db.revisions.editors(revision.id, environment);
  const before = await approvedBefore(services, module, revision.number, environment);
  const people = await peopleOf(db, [revision.authorId, ...editors, ...steps.map((step) => step.reviewerId)]);
  const opened = document && (await openedDocument(services, module, document, environment));
  const refusal = refusalFor(actor, editors, opened !== undefined) ?? obstacle?.code;
  const trials = await db.runs.list({ module, states: ["succeeded"], limit: 50 });
  const trial = trials.find(
    (run) => run.kind === "trial" && run.revisionId === revision.id && run.environment === environment,
  );
  const profiles = profilesOf(document ?? {});
  const inherited = async (one: ModuleDocument | undefined) =>
    one && inheritClasses(one, await upstreamsFor(services, one, environment));
  const earlier = before === undefined ? undefined : readDocument(before.document);
  return {
    module,
    revision: revision.number,
    revisionId: revision.id,
    environment,
    state: await approvalState(services, revision, async () => hash, environment),
    contentHash: hash,
    approvedHash: decision?.approvedHash,
    author: people(revision.authorId),
    message: revision.message,
    createdAt: revision.createdAt.toISOString(),
    steps: steps.map(({ reviewerId, at, acknowledged, revisionId: _, ...step }) => ({
      ...step,
      reviewer: people(reviewerId),
      acknowledged: [...acknowledged],
      at: at.toISOString(),
    })),
    editors: editors.map(people),
    comparedWith: before?.number,
    changes: before === undefined ? [] : compareDocuments(before.document, revision.document),
    ...columnChanges(await inherited(document), await inherited(earlier)),
    notCovered: uncovered(opened),
    policies: profiles.map(({ id, title, summary }) => ({ id, title, summary })),
    ...safeHarborOf(profiles, trial),
    ...(document && usesPython(document) ? { python: await pythonOf(services, document) } : {}),
    lastTrial: trial?.id,
    ...(await bindingsIn(services, document, environment)),
    obstacle: obstacle && { ...obstacle, params: { ...obstacle.params } },
    mayApprove: refusal === undefined,
    refusal,
  };
}
