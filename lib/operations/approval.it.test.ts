import { afterAll, beforeAll, expect, test } from "vitest";
import type { z } from "zod";
import { AppError } from "#lib/kernel";
import { smallDocument, testReports } from "#lib/testing";
import { type TestServices, testServices } from "#lib/testing/server";
import type { Actor, OpenOperation, Operation } from "./core/operation.ts";
import { perform } from "./core/perform.ts";
import { createModule } from "./modules/create-module.ts";
import { getModule } from "./modules/get-module.ts";
import { saveDraft } from "./modules/save-draft.ts";
import { saveRevision } from "./modules/save-revision.ts";
import { approveRevision } from "./reviews/approve-revision.ts";
import { getReview } from "./reviews/get-review.ts";
import { requestChanges } from "./reviews/request-changes.ts";
import { databasePorts } from "./run-ports/index.ts";
import { startRun } from "./runs/start-run.ts";
import { createSource } from "./sources/create-source.ts";
import { updateSource } from "./sources/update-source.ts";

let harness: TestServices;
let admin: Actor;
let engineer: Actor;
let reviewer: Actor;
let modules = 0;

const connection = (database: string) => ({
  host: "127.0.0.1",
  port: 5432,
  database,
  user: "reader",
  password: "secret-of-the-source",
});

beforeAll(async () => {
  harness = await testServices("approval");
  admin = await harness.actor("administrator");
  engineer = await harness.actor("data-engineer");
  reviewer = await harness.actor("database-administrator");
  await as(admin, createSource, { name: "clinic", kind: "postgresql", config: connection("clinic") });
});
afterAll(() => harness.close());

function as<I extends z.ZodType, O extends z.ZodType>(
  actor: Actor,
  operation: Operation<I, O> | OpenOperation<I, O>,
  input: z.input<I>,
): Promise<z.output<O>> {
  const signal = AbortSignal.timeout(60_000);
  return perform(operation, { services: harness.services, actor, origin: { local: false }, signal }, input);
}

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "done",
    (error: unknown) => {
      if (error instanceof AppError) return error.code;
      throw error;
    },
  );

/** A module with one revision by the engineer. */
async function revised(): Promise<{ module: string; revision: number }> {
  modules += 1;
  const module = `visits-${modules}`;
  await as(engineer, createModule, { document: smallDocument(module) });
  const { revision } = await as(engineer, saveRevision, { module, etag: 1, message: "first" });
  return { module, revision };
}

async function approve(actor: Actor, module: string, revision: number): Promise<string> {
  const { contentHash } = await as(actor, getReview, { module, revision });
  const { approvedHash } = await as(actor, approveRevision, { module, revision, contentHash });
  return approvedHash;
}

test("a publication needs the approval of this very revision; a trial needs none", async () => {
  const { module, revision } = await revised();
  expect(await codeOf(as(engineer, startRun, { module, kind: "publication" }))).toBe("approval-missing");
  expect(await harness.services.db.runs.list({ module })).toHaveLength(0);
  expect(await codeOf(as(engineer, startRun, { module, kind: "trial", sample: 10 }))).toBe("done");
  await approve(reviewer, module, revision);
  expect(await codeOf(as(engineer, startRun, { module, kind: "publication" }))).toBe("done");

  const draft = (await as(engineer, getModule, { name: module })).draft;
  const changed = {
    ...smallDocument(module),
    tables: smallDocument(module).tables.map((table) => ({
      ...table,
      publish: true,
      limits: { maxRejected: 0.5 },
    })),
  };
  const { etag } = await as(engineer, saveDraft, { module, document: changed, etag: draft.etag });
  await as(engineer, saveRevision, { module, etag });
  expect(await codeOf(as(engineer, startRun, { module, kind: "publication" }))).toBe("approval-missing");
  expect(await codeOf(as(engineer, startRun, { module, kind: "publication", revision }))).toBe("done");
});

test("a changed source makes the approval stale, everywhere it shows", async () => {
  const { module, revision } = await revised();
  const approved = await approve(reviewer, module, revision);
  await as(admin, updateSource, { name: "clinic", config: connection("another") });
  try {
    expect(await codeOf(as(engineer, startRun, { module, kind: "publication" }))).toBe("approval-stale");
    const review = await as(reviewer, getReview, { module });
    expect(review.state).toBe("stale");
    expect(review.approvedHash).toBe(approved);
    expect(review.contentHash).not.toBe(approved);
    expect(review.policies.map(({ id }) => id)).toEqual(["default"]);
  } finally {
    await as(admin, updateSource, { name: "clinic", config: connection("clinic") });
  }
  expect((await as(reviewer, getReview, { module })).state).toBe("approved");
});

test("another password of the source leaves the approval as it is", async () => {
  const { module, revision } = await revised();
  await approve(reviewer, module, revision);
  await as(admin, updateSource, {
    name: "clinic",
    config: { ...connection("clinic"), password: "a new one" },
  });
  expect(await codeOf(as(engineer, startRun, { module, kind: "publication" }))).toBe("done");
});

test("nobody approves what they edited, who signs in for another approves nothing, and only what was shown is approved", async () => {
  const { module, revision } = await revised();
  const { contentHash } = await as(reviewer, getReview, { module, revision });
  const input = { module, revision, contentHash };
  await harness.services.db.users.setRole(engineer.userId, "database-administrator");
  const promoted: Actor = { ...engineer, role: "database-administrator" };
  try {
    expect(await codeOf(as(promoted, approveRevision, input))).toBe("approval-by-editor");
    expect((await as(promoted, getReview, { module })).refusal).toBe("approval-by-editor");
  } finally {
    await harness.services.db.users.setRole(engineer.userId, "data-engineer");
  }
  const impersonated: Actor = { ...reviewer, impersonatedBy: admin.userId };
  expect(await codeOf(as(impersonated, approveRevision, input))).toBe("approval-impersonated");
  expect(await codeOf(as(impersonated, requestChanges, { module, revision, comment: "no" }))).toBe(
    "approval-impersonated",
  );
  expect(await codeOf(as(reviewer, approveRevision, { ...input, contentHash: "0".repeat(64) }))).toBe(
    "approval-stale",
  );
  expect(await codeOf(as(admin, approveRevision, input))).toBe("permission-missing");
  expect(await codeOf(as(reviewer, approveRevision, input))).toBe("done");
});

test("an approval that was taken back publishes nothing", async () => {
  const { module, revision } = await revised();
  await approve(reviewer, module, revision);
  await as(reviewer, requestChanges, { module, revision, comment: "Mask the names" });
  expect(await codeOf(as(engineer, startRun, { module, kind: "publication" }))).toBe("approval-missing");
});

test("a job that came past the operation is refused by the run's own check", async () => {
  const { module } = await revised();
  const { services } = harness;
  const revision = await services.db.revisions.latest(module);
  if (revision === undefined) throw new TypeError("no revision");
  const run = await services.db.runs.create({
    moduleId: revision.moduleId,
    revisionId: revision.id,
    kind: "publication",
  });
  const claimed = await services.db.runs.claim(run.id, "worker", 1000);
  if (claimed === undefined) throw new TypeError("not claimed");
  const ports = await databasePorts({
    db: services.db,
    claimed,
    document: smallDocument(module) as Parameters<typeof databasePorts>[0]["document"],
    drivers: services,
    masterKey: services.masterKey,
    data: services.config.data,
    workerId: "worker",
    quarantine: { days: 1, maxBytes: 1 },
    baseUrl: "http://127.0.0.1:21399",
    stopping: new AbortController().signal,
  });
  try {
    expect(await codeOf(ports.registry.assertApproved(revision.contentHash))).toBe("approval-missing");
  } finally {
    ports.stop();
  }
});

test("a reviewer is told what a trial could not tell of HIPAA Safe Harbor, where the module chose it", async () => {
  const { module: other } = await revised();
  expect((await as(reviewer, getReview, { module: other })).safeHarbor).toBeUndefined();
  const module = "visits-hipaa";
  const document = { ...smallDocument(module), policy: { profiles: ["hipaa-safe-harbor"] } };
  await as(engineer, createModule, { document });
  await as(engineer, saveRevision, { module, etag: 1, message: "first" });
  expect((await as(reviewer, getReview, { module })).safeHarbor).toEqual({});
  const { runs, revisions } = harness.services.db;
  const revision = await revisions.latest(module);
  if (revision === undefined) throw new TypeError("no revision");
  const run = await runs.create({ moduleId: revision.moduleId, revisionId: revision.id, kind: "trial" });
  const claimed = await runs.claim(run.id, "worker", 60_000);
  if (claimed === undefined) throw new TypeError("not claimed");
  const text = (en: string) => ({ en, ru: en });
  const column = { table: "patient", column: "note", status: "unknown" as const, reason: text("free text") };
  const reports = testReports(run.id, revision.contentHash);
  const identifiers = [{ code: "A", label: text("Names"), status: "unknown" as const, columns: [column] }];
  await runs.finish(claimed.lease, {
    state: "succeeded",
    reports: {
      ...reports,
      privacy: {
        ...reports.privacy,
        safeHarbor: { verdict: "undecided", chosen: true, sampleRows: 1, counted: "all", identifiers },
      },
    },
  });
  expect((await as(reviewer, getReview, { module })).safeHarbor).toEqual({
    undecided: [{ table: "patient", column: "note", codes: ["A"], reasons: [text("free text")] }],
  });
});

test("the hash that is approved is the one a run computes", async () => {
  const { contentHashOf } = await import("#lib/metadata/server");
  const { moduleDocumentSchema } = await import("#lib/metadata");
  const { bindPlaces } = await import("./run-ports/index.ts");
  const { module } = await revised();
  const document = moduleDocumentSchema.parse(smallDocument(module));
  const bound = await bindPlaces(harness.services.db, harness.services.masterKey, harness.services, document);
  expect((await as(reviewer, getReview, { module })).contentHash).toBe(contentHashOf(document, bound));
});

test("a draft that somebody saved meanwhile is not overwritten, and keeps no half of it", async () => {
  const { module } = await revised();
  const first = { ...smallDocument(module), title: "mine" };
  const { etag } = await as(engineer, saveDraft, { module, document: first, etag: 1 });
  expect(etag).toBe(2);
  expect(await codeOf(as(engineer, saveDraft, { module, document: smallDocument(module), etag: 1 }))).toBe(
    "draft-stale",
  );
  expect((await harness.services.db.drafts.get(module))?.document).toEqual(first);
});

test("every attempt is in the audit with its outcome, and no secret is", async () => {
  const { module, revision } = await revised();
  await codeOf(as(admin, approveRevision, { module, revision, contentHash: "0".repeat(64) }));
  const entries = await harness.services.db.audit.list({
    subjectKind: "module",
    subject: module,
    limit: 500,
  });
  expect(entries.find((entry) => entry.action === "approve-revision")).toMatchObject({
    actorId: admin.userId,
    outcome: "refused",
    detail: { error: "permission-missing" },
  });
  expect(entries.some((entry) => entry.action === "save-revision" && entry.outcome === "done")).toBe(true);
  const all = JSON.stringify(await harness.services.db.audit.list({ limit: 1000 }));
  expect(all).toContain("create-source");
  expect(all).not.toContain("secret-of-the-source");
});

test("a review names what changed since the last approval, column by column", async () => {
  const { module, revision } = await revised();
  await approve(reviewer, module, revision);
  const changed = smallDocument(module);
  const [table] = changed.tables;
  const [id] = table?.columns ?? [];
  if (table === undefined || id === undefined) throw new TypeError("no column");
  const name = { name: "name", privacyClass: "direct-identifier", anonymize: { rule: "drop" } };
  const document = { ...changed, tables: [{ ...table, columns: [id, name] }] };
  const { etag } = await as(engineer, saveDraft, { module, document, etag: 1 });
  await as(engineer, saveRevision, { module, etag });
  const review = await as(reviewer, getReview, { module });
  expect(review).toMatchObject({ revision: 2, state: "draft", comparedWith: 1, mayApprove: true });
  expect(review.columns.map(({ column, change, rule }) => [column, change, rule])).toEqual([
    ["id", "same", undefined],
    ["name", "added", "drop"],
  ]);
  expect(review.changes).toMatchObject([
    { kind: "column", action: "added", path: ["tables", 0, "columns", 1] },
  ]);
});
