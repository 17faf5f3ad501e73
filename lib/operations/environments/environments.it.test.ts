import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { z } from "zod";
import { AppError } from "#lib/kernel";
import { smallDocument } from "#lib/testing";
import { type TestServices, testServices } from "#lib/testing/server";
import type { Actor, Operation } from "../core/operation.ts";
import { perform } from "../core/perform.ts";
import { createModule } from "../modules/create-module.ts";
import { getModule } from "../modules/get-module.ts";
import { listModules } from "../modules/list-modules.ts";
import { saveRevision } from "../modules/save-revision.ts";
import { approveRevision } from "../reviews/approve-revision.ts";
import { getReview } from "../reviews/get-review.ts";
import { listOpenReviews } from "../reviews/list-open-reviews.ts";
import { requestChanges } from "../reviews/request-changes.ts";
import { requestReview } from "../reviews/request-review.ts";
import { getRun } from "../runs/get-run.ts";
import { retryRun } from "../runs/retry-run.ts";
import { startRun } from "../runs/start-run.ts";
import { createSource } from "../sources/create-source.ts";
import { getSource } from "../sources/get-source.ts";
import { createStore } from "../stores/create-store.ts";
import { getStore } from "../stores/get-store.ts";
import { listTriggers } from "../triggers/list-triggers.ts";
import { saveTrigger } from "../triggers/save-trigger.ts";
import { archiveEnvironment } from "./archive-environment.ts";
import { bindPlace } from "./bind-place.ts";
import { createEnvironment } from "./create-environment.ts";
import { findObstacle } from "./find-obstacle.ts";
import { getEnvironment } from "./get-environment.ts";
import { listEnvironments } from "./list-environments.ts";
import { updateEnvironment } from "./update-environment.ts";

let harness: TestServices;
let admin: Actor;
let engineer: Actor;
let reviewer: Actor;
let folder: string;
let made = 0;

function as<I extends z.ZodType, O extends z.ZodType>(
  actor: Actor,
  operation: Operation<I, O>,
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

beforeAll(async () => {
  harness = await testServices("environments");
  admin = await harness.actor("administrator");
  engineer = await harness.actor("data-engineer");
  reviewer = await harness.actor("database-administrator");
  folder = await mkdtemp(path.join(tmpdir(), "etlx-environments-"));
  for (const name of ["clinic", "clinic-test", "clinic-live"]) {
    const config = { host: "127.0.0.1", port: 5432, database: name, user: "reader", password: "x" };
    await as(admin, createSource, { name, kind: "postgresql", config });
  }
  await as(admin, createSource, {
    name: "site",
    kind: "sqlite",
    config: { path: path.join(folder, "site.db") },
  });
  for (const name of ["lake", "lake-test", "lake-live"])
    await as(admin, createStore, { name, kind: "folder", config: { folder: path.join(folder, name) } });
});
afterAll(async () => {
  await harness.close();
  await rm(folder, { recursive: true, force: true });
});

/** An environment of its own for a test. */
async function environment(stem: string): Promise<string> {
  made += 1;
  const { name } = await as(admin, createEnvironment, { name: `${stem}-${made}`, title: stem });
  return name;
}

const bind = (
  environmentName: string,
  kind: "source" | "store",
  name: string,
  place?: string,
): Promise<string> =>
  codeOf(as(admin, bindPlace, { environment: environmentName, kind, name, ...(place ? { place } : {}) }));

/** A module with one revision that reads `clinic` and keeps its versions in `stores`. */
async function revised(stores: readonly string[] = [], source = "clinic") {
  made += 1;
  const module = `module-${made}`;
  const document = { ...smallDocument(module, source), upload: { stores: [...stores] } };
  await as(engineer, createModule, { document });
  const { revision } = await as(engineer, saveRevision, { module, etag: 1 });
  return { module, revision };
}

async function approve(one: { module: string; revision: number; environment?: string }): Promise<string> {
  const { contentHash } = await as(reviewer, getReview, one);
  return (await as(reviewer, approveRevision, { ...one, contentHash })).approvedHash;
}

test("an environment binds what is here, to sources of the same kind, and says what is missing for whom", async () => {
  const name = await environment("test");
  expect(await codeOf(as(admin, createEnvironment, { name }))).toBe("name-taken");
  const { module } = await revised(["lake"]);
  expect((await as(engineer, getEnvironment, { name })).modules).toContainEqual({
    module,
    title: "",
    sources: ["clinic"],
    stores: ["lake"],
  });
  expect(await bind(name, "source", "clinic", "site")).toBe("environment-source-kind");
  expect(await bind(name, "source", "clinic", "nothing")).toBe("not-found");
  expect(await bind(name, "source", "clinic", "clinic")).toBe("done");
  expect(await bind(name, "source", "clinic", "clinic-test")).toBe("done");
  // What nobody has here may mean anything.
  expect(await bind(name, "source", "elsewhere", "site")).toBe("done");
  const view = await as(engineer, getEnvironment, { name });
  expect(view.sources).toEqual([
    {
      name: "clinic",
      place: "clinic-test",
      kind: "postgresql",
      state: { kind: "postgresql", archived: false },
      usedBy: [module],
    },
    { name: "elsewhere", place: "site", state: { kind: "sqlite", archived: false }, usedBy: [] },
  ]);
  expect(view.stores).toEqual([{ name: "lake", usedBy: [module] }]);
  expect(view).toMatchObject({ ready: [], unready: [module], bound: 2 });
  expect(await bind(name, "source", "elsewhere")).toBe("done");
  expect((await as(engineer, getEnvironment, { name })).bound).toBe(1);
  await as(admin, updateEnvironment, { name, title: "For trying" });
  const [listed] = (await as(engineer, listEnvironments, {})).filter((one) => one.name === name);
  expect(listed).toMatchObject({ title: "For trying", unready: [module] });
});

test("a place says which environments bind it, whatever its name is there, archived ones with them", async () => {
  const [first, second] = [await environment("test"), await environment("live")];
  const done = [
    await bind(first, "source", "anything", "site"),
    await bind(second, "source", "something", "site"),
    await bind(second, "source", "clinic", "clinic-live"),
    await bind(second, "store", "shelf", "lake-live"),
  ];
  expect(new Set(done)).toEqual(new Set(["done"]));
  await as(admin, archiveEnvironment, { name: first });
  const bound = async (...names: string[]) =>
    (await Promise.all(names.map((name) => as(admin, getSource, { name })))).map(({ boundIn }) => boundIn);
  const [site, live] = await bound("site", "clinic-live");
  expect(site?.toSorted()).toEqual([first, second].toSorted());
  expect(live).toEqual([second]);
  const stores = await Promise.all(["lake", "lake-live"].map((name) => as(admin, getStore, { name })));
  expect(stores.map(({ boundIn }) => boundIn)).toEqual([[], [second]]);
  for (const name of ["something", "clinic"]) await bind(second, "source", name);
  await bind(second, "store", "shelf");
  expect(await bound("site", "clinic-live")).toEqual([[first], []]);
});

test("a store serves one environment, also while that is archived", async () => {
  const [first, second] = [await environment("test"), await environment("live")];
  expect(await bind(first, "store", "lake", "lake-test")).toBe("done");
  expect(await bind(first, "store", "other", "lake-test")).toBe("done");
  expect(await bind(second, "store", "lake", "lake-test")).toBe("environment-store-taken");
  await as(admin, archiveEnvironment, { name: first });
  expect(await bind(second, "store", "lake", "lake-test")).toBe("environment-store-taken");
  expect((await as(engineer, getEnvironment, { name: first })).stores).toContainEqual({
    name: "other",
    place: "lake-test",
    state: { kind: "folder", archived: false, usedBytes: 0 },
    usedBy: [],
  });
  const { storeChoices } = await as(engineer, getEnvironment, { name: second });
  expect(storeChoices.find((one) => one.name === "lake-test")).toMatchObject({ environment: first });
  for (const name of ["lake", "other"]) expect(await bind(first, "store", name)).toBe("done");
  expect(await bind(second, "store", "lake", "lake-test")).toBe("done");

  // Nor does a document that names it move it as it is written.
  const { module, revision } = await revised(["lake-test"]);
  expect(await codeOf(approve({ module, revision }))).toBe("environment-store-taken");
  expect(await codeOf(as(engineer, startRun, { module, kind: "publication" }))).toBe(
    "environment-store-taken",
  );
  expect((await as(reviewer, getReview, { module })).obstacle?.code).toBe("environment-store-taken");
  expect(await codeOf(as(engineer, startRun, { module, kind: "trial" }))).toBe("done");
  expect(await bind(second, "store", "lake")).toBe("done");
  expect(await codeOf(approve({ module, revision }))).toBe("done");
});

test("nothing runs in an environment that does not bind all that a document names", async () => {
  const name = await environment("test");
  const { module } = await revised(["lake"]);
  const start = (kind: "trial" | "publication") =>
    as(engineer, startRun, { module, kind, environment: name });
  await expect(start("trial")).rejects.toMatchObject({
    code: "environment-unbound",
    params: { environment: name, names: "clinic, lake" },
  });
  await bind(name, "source", "clinic", "clinic-test");
  await expect(start("trial")).rejects.toMatchObject({ params: { names: "lake" } });
  await bind(name, "store", "lake", "lake-test");
  expect(await codeOf(start("trial"))).toBe("done");
  await as(admin, archiveEnvironment, { name });
  expect(await codeOf(start("trial"))).toBe("environment-missing");
  await as(admin, archiveEnvironment, { name, archived: false });
  expect(await codeOf(start("trial"))).toBe("done");
  await bind(name, "store", "lake");
});

test("what stands in a draft's way is said before anything is asked for", async () => {
  const [name, other] = [await environment("test"), await environment("live")];
  const { module } = await revised(["lake"]);
  const obstacle = async (kind: "trial" | "publication", where?: string) =>
    (await as(engineer, findObstacle, { module, kind, ...(where ? { environment: where } : {}) })).obstacle;
  expect(await obstacle("publication")).toBeUndefined();
  expect(await obstacle("publication", name)).toMatchObject({
    code: "environment-unbound",
    params: { environment: name, names: "clinic, lake" },
  });
  await bind(name, "source", "clinic", "clinic-test");
  expect(await obstacle("trial", name)).toMatchObject({ params: { names: "lake" } });
  await bind(name, "store", "lake", "lake-test");
  expect(await obstacle("publication", name)).toBeUndefined();
  await bind(other, "store", "any", "lake");
  // A trial writes to no store, whomever that serves.
  expect(await obstacle("publication")).toMatchObject({ code: "environment-store-taken" });
  expect(await obstacle("trial")).toBeUndefined();
  await as(admin, archiveEnvironment, { name });
  expect(await obstacle("trial", name)).toMatchObject({ code: "environment-missing" });
  for (const [where, store] of [
    [name, "lake"],
    [other, "any"],
  ] as const)
    await bind(where, "store", store);
});

test("an approval counts in its environment alone, and for what is bound there", async () => {
  const [first, second] = [await environment("test"), await environment("live")];
  await bind(first, "source", "clinic", "clinic-test");
  await bind(second, "source", "clinic", "clinic-live");
  const { module, revision } = await revised();
  const publish = (environmentName?: string) =>
    codeOf(
      as(engineer, startRun, {
        module,
        kind: "publication",
        ...(environmentName ? { environment: environmentName } : {}),
      }),
    );
  await as(engineer, requestReview, { module, environment: first });
  const open = (await as(reviewer, listOpenReviews, {})).filter((one) => one.module === module);
  expect(open).toMatchObject([{ revision, environment: first }]);
  const approved = await approve({ module, revision, environment: first });
  expect((await as(reviewer, listOpenReviews, {})).filter((one) => one.module === module)).toEqual([]);
  expect([await publish(first), await publish(second), await publish()]).toEqual([
    "done",
    "approval-missing",
    "approval-missing",
  ]);
  const shown = await as(engineer, getModule, { name: module, environment: first });
  expect(shown.summary).toMatchObject({ state: "approved", environment: first });
  expect(shown.review).toMatchObject({
    approvedHash: approved,
    environment: first,
    bindings: [{ name: "clinic", place: "clinic-test" }],
  });
  expect(shown.review?.steps.map((step) => step.environment)).toEqual([first, first]);
  expect((await as(engineer, getModule, { name: module })).summary.state).toBe("draft");
  const [listed] = (await as(engineer, listModules, {})).filter((one) => one.name === module);
  expect(listed).toMatchObject({ state: "approved", environment: first });

  // Another meaning of the name is another thing to approve.
  await bind(first, "source", "clinic", "clinic-live");
  expect(await publish(first)).toBe("approval-stale");
  await bind(first, "source", "clinic", "clinic-test");
  expect(await publish(first)).toBe("done");

  // The same meaning elsewhere is not.
  await bind(second, "source", "clinic", "clinic-test");
  expect((await as(reviewer, getReview, { module, environment: second })).contentHash).toBe(approved);
  expect(await publish(second)).toBe("approval-missing");

  await approve({ module, revision });
  await as(reviewer, requestChanges, { module, revision, environment: first, comment: "no" });
  expect([await publish(first), await publish()]).toEqual(["approval-missing", "done"]);

  // By itself a module is shown where somebody asked last, but not in what is out of use.
  const listedNow = async () => (await as(engineer, listModules, {})).find((one) => one.name === module);
  expect(await listedNow()).toMatchObject({ state: "changes-requested", environment: first });
  await as(admin, archiveEnvironment, { name: first });
  expect(await listedNow()).toMatchObject({ state: "approved", environment: undefined });
  await as(admin, archiveEnvironment, { name: first, archived: false });
});

test("whoever edited since the last approval there may not approve there, whatever was approved elsewhere", async () => {
  const name = await environment("test");
  await bind(name, "source", "clinic", "clinic-test");
  const { module, revision } = await revised();
  await approve({ module, revision, environment: name });
  const other = await harness.actor("data-engineer");
  await as(other, saveRevision, { module, etag: 1 });
  const editorsOf = async (where: { environment?: string }) =>
    (await as(reviewer, getReview, { module, ...where })).editors.map(({ id }) => id).sort();
  expect(await editorsOf({ environment: name })).toEqual([other.userId]);
  expect(await editorsOf({})).toEqual([engineer.userId, other.userId].sort());
});

test("a document that names what is not here can be kept where an environment says what that means", async () => {
  made += 1;
  const module = `module-${made}`;
  await as(engineer, createModule, { document: smallDocument(module, "their-clinic") });
  expect(await codeOf(as(engineer, saveRevision, { module, etag: 1 }))).toBe("source-binding-missing");
  const { diagnostics } = (await as(engineer, getModule, { name: module })).draft;
  expect(diagnostics).toMatchObject([{ code: "source-not-here", path: ["sources", 0, "ref"] }]);
  const name = await environment("test");
  await bind(name, "source", "their-clinic", "clinic-test");
  expect(await codeOf(as(engineer, saveRevision, { module, etag: 1 }))).toBe("done");
  await approve({ module, revision: 1, environment: name });
  const start = { module, kind: "publication" } as const;
  expect(await codeOf(as(engineer, startRun, { ...start, environment: name }))).toBe("done");
  expect(await codeOf(as(engineer, startRun, start))).toBe("source-binding-missing");
});

test("a trigger runs in its environment, and says what stands in its way there", async () => {
  const name = await environment("test");
  const { module, revision } = await revised();
  const settings = { kind: "webhook", environment: name } as const;
  const { id } = await as(engineer, saveTrigger, { module, name: "call", settings });
  const obstacle = async () => (await as(engineer, listTriggers, { module })).triggers[0]?.obstacle?.code;
  expect(await obstacle()).toBe("approval-missing");
  await bind(name, "source", "clinic", "clinic-test");
  await approve({ module, revision });
  expect(await obstacle()).toBe("approval-missing");
  await approve({ module, revision, environment: name });
  expect(await obstacle()).toBeUndefined();
  await bind(name, "source", "clinic");
  expect(await obstacle()).toBe("environment-unbound");
  const unknown = { ...settings, environment: "nowhere" };
  expect(await codeOf(as(engineer, saveTrigger, { module, id, name: "call", settings: unknown }))).toBe(
    "environment-missing",
  );
});

/** Ends a run that waits, as if it had worked for so many seconds. */
async function end(id: string, state: "succeeded" | "failed", seconds: number): Promise<void> {
  const { runs } = harness.services.db;
  const claimed = await runs.claim(id, "w", 1000);
  if (claimed === undefined) throw new Error("not claimed");
  await runs.finish(claimed.lease, { state });
  const client = new pg.Client({ connectionString: harness.database.url });
  await client.connect();
  await client.query(
    `update run set "startedAt" = "finishedAt" - make_interval(secs => $2::float8) where id = $1`,
    [id, seconds],
  );
  await client.end();
}

test("a run is compared with those of its environment, and tried again stays there", async () => {
  const name = await environment("test");
  await bind(name, "source", "clinic", "clinic-test");
  const { module } = await revised();
  const begin = async (where: { environment?: string }) =>
    (await as(engineer, startRun, { module, kind: "trial", ...where })).id;
  for (const seconds of [4, 6, 8]) await end(await begin({ environment: name }), "succeeded", seconds);
  for (const seconds of [100, 300, 500]) await end(await begin({}), "succeeded", seconds);
  const there = await begin({ environment: name });
  const written = await begin({});
  const usual = async (id: string) => (await as(engineer, getRun, { id })).usualSeconds;
  expect([await usual(there), await usual(written)]).toEqual([6, 300]);

  for (const id of [there, written]) await end(id, "failed", 1);
  const again = async (id: string) => as(engineer, getRun, await as(engineer, retryRun, { id }));
  expect((await again(there)).environment).toBe(name);
  expect((await again(written)).environment).toBeUndefined();
});
