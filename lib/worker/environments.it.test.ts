import { mkdir, readdir } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AppError } from "#lib/kernel";
import { sealSecrets } from "#lib/keys/server";
import { moduleDocumentSchema } from "#lib/metadata";
import { runPipeline } from "#lib/pipeline/server";
import { parsePostgresSource } from "#lib/sources";
import { freshDatabase, type TestDatabase } from "#lib/testing";
import { executeRun } from "./execute-run.ts";
import { type Installation, openInstallation, statement } from "./testing/installation.ts";

// Real runs of one document, as it is written and in an environment, on two databases and into two stores.

const table = (count: number) =>
  `create table visit as select i as id, 'v' || i as note from generate_series(1, ${count}) as i`;

let installation: Installation;
let testSource: TestDatabase;

beforeAll(async () => {
  installation = await openInstallation("environments", { source: table(30) });
  testSource = await freshDatabase("environments_test_source");
  await statement(testSource.url, table(4));
  const { records, context, folder } = installation;
  const { db } = records;
  const { password = "", ...config } = parsePostgresSource(testSource.url);
  await db.sources.create({
    name: "clinic-test",
    kind: "postgresql",
    config,
    sealedSecrets: sealSecrets(context.masterKey, "source", "clinic-test", { password }),
    secretNames: ["password"],
    fingerprint: context.drivers.sourceDriver("postgresql").fingerprint({ ...config, password }),
  });
  for (const name of ["shelf-test", "shelf-other"]) {
    const shelf = { folder: path.join(folder, name) };
    await mkdir(shelf.folder);
    const fingerprint = context.drivers.storeDriver("folder").fingerprint(shelf);
    await db.stores.create({ name, kind: "folder", config: shelf, fingerprint });
  }
  const createdBy = await records.user("administrator");
  await db.environments.create({ name: "test", title: "", createdBy });
  const binding = { environment: "test" } as const;
  await db.environments.bind({ ...binding, kind: "source", name: "clinic", place: "clinic-test" });
  await db.environments.bind({ ...binding, kind: "store", name: "shelf", place: "shelf-test" });
});
afterAll(async () => {
  await installation.close();
  await testSource.drop();
});

const visits = (name: string, more: object = {}) => ({
  "@type": "DataModule",
  format: 2,
  name,
  sources: [{ name: "db", ref: "clinic" }],
  tables: [
    {
      name: "visit",
      extraction: { language: "sql", source: "db", script: "select id, note from visit" },
      columns: [
        { name: "id", datatype: "integer", privacyClass: "insensitive" },
        { name: "note", privacyClass: "insensitive" },
      ],
      ...more,
    },
  ],
  upload: { stores: ["shelf"] },
});

const above = (name: string, source: string) => ({
  ...visits(name),
  sources: [],
  tables: visits(name).tables.map((one) => ({ ...one, extraction: { ...one.extraction, source } })),
});

interface Made {
  readonly moduleId: string;
  readonly revisionId: string;
}

async function publish(made: Made, environment?: string) {
  const { context, records } = installation;
  const run = await records.db.runs.create({
    moduleId: made.moduleId,
    revisionId: made.revisionId,
    kind: "publication",
    environment,
  });
  await executeRun(context, run.id, runPipeline);
  const ended = await records.db.runs.get(run.id);
  return {
    state: ended?.state,
    error: ended?.error?.code,
    stages: (await records.db.runs.stages(run.id)).map(({ stage }) => stage),
    version: await records.db.versions.ofRun(run.id),
  };
}

const rowsOf = (made: Awaited<ReturnType<typeof publish>>) =>
  made.version?.manifest.tables.map(({ counts }) => counts.published);

describe("one document in an environment and as it is written", () => {
  test("reads and keeps what each of them means, with versions of its own in one row of numbers", async () => {
    const { db } = installation.records;
    const made = await installation.approved(visits("visits"));
    // What counts as the document is written does not count there.
    expect(await publish(made, "test")).toMatchObject({ state: "failed", error: "approval-missing" });
    await installation.approveIn(made, "test");
    const tried = await publish(made, "test");
    const live = await publish(made);
    const again = await publish(made, "test");
    expect([tried, live, again].map(({ version }) => [version?.number, version?.environment])).toEqual([
      [1, "test"],
      [2, undefined],
      [3, "test"],
    ]);
    expect([rowsOf(tried), rowsOf(live), rowsOf(again)]).toEqual([[4], [30], [4]]);
    expect(tried.version?.copies.map(({ store }) => store)).toEqual(["shelf-test"]);
    expect(live.version?.copies.map(({ store }) => store)).toEqual(["shelf"]);
    // Each goes on from its own.
    expect([tried, live, again].map(({ version }) => version?.manifest.previous)).toEqual([
      undefined,
      undefined,
      tried.version?.versionId,
    ]);
    expect(again.version?.manifest.environment).toBe("test");
    expect(again.version?.reports.provenance).toMatchObject({ environment: "test" });
    expect(live.version?.manifest).not.toHaveProperty("environment");
    expect((await db.versions.latest("visits"))?.number).toBe(2);
    expect((await db.versions.latest("visits", "test"))?.number).toBe(3);
    const cards = await db.versions.cards({ module: "visits", limit: 10 });
    expect(cards.map(({ number, isLatest }) => [number, isLatest])).toEqual([
      [3, true],
      [2, true],
      [1, false],
    ]);
    const holdings = (await db.holdings.list(undefined)).filter(({ module }) => module === "visits");
    expect(holdings.map(({ number, isLatest }) => [number, isLatest])).toEqual([
      [3, true],
      [2, true],
      [1, false],
    ]);
    // Each source is told what it was asked for, whatever the document calls it.
    const costs = await db.runEvents.costs(["visits"], 10);
    expect(costs.map(({ event }) => [event.params?.source, event.params?.place])).toEqual([
      ["db", "clinic-test"],
      ["db", "clinic"],
      ["db", "clinic-test"],
    ]);
    const revision = await db.revisions.getById(made.revisionId);
    expect(moduleDocumentSchema.parse(revision?.document).sources).toEqual([{ name: "db", ref: "clinic" }]);
  });

  test("the newest version of a module is the environment's, one named by its number anybody's", async () => {
    const newest = await installation.approved(above("newest", "module:visits@latest"));
    await installation.approveIn(newest, "test");
    expect(rowsOf(await publish(newest))).toEqual([30]);
    expect(rowsOf(await publish(newest, "test"))).toEqual([4]);
    const second = await installation.approved(above("second", "module:visits@2"));
    await installation.approveIn(second, "test");
    expect(rowsOf(await publish(second, "test"))).toEqual([30]);
  });

  test("a check against the version before looks at the environment's", async () => {
    const check = { checks: [{ rule: "previous-rows", with: { maximumChange: 0.1 }, onViolation: "fail" }] };
    const made = await installation.approved(visits("steady", check));
    await installation.approveIn(made, "test");
    expect((await publish(made, "test")).state).toBe("succeeded");
    // 30 rows after 4 would be a change.
    expect((await publish(made)).state).toBe("succeeded");
    expect((await publish(made, "test")).state).toBe("succeeded");
    await statement(testSource.url, "insert into visit values (5, 'v5')");
    expect(await publish(made, "test")).toMatchObject({ state: "failed" });
    await statement(testSource.url, "delete from visit where id = 5");
    expect((await publish(made)).state).toBe("succeeded");
  });

  test("a name that is not bound stops the run, and so does a store that another environment took", async () => {
    const { db } = installation.records;
    const { sources, upload, ...rest } = visits("unbound");
    const document = { ...rest, sources, upload: { stores: [...upload.stores, "warehouse"] } };
    const made = await installation.approved(document);
    expect(await publish(made, "test")).toMatchObject({ state: "failed", error: "environment-unbound" });
    expect(await db.versions.list("unbound")).toEqual([]);

    const taken = await installation.approved({ ...visits("taken"), upload: { stores: ["warehouse"] } });
    const createdBy = await installation.records.user("administrator");
    await db.environments.create({ name: "live", title: "", createdBy });
    await db.environments.bind({ environment: "live", kind: "store", name: "any", place: "warehouse" });
    expect(await publish(taken)).toMatchObject({
      state: "failed",
      error: "environment-store-taken",
      stages: [],
    });
    expect(await installation.warehouseSchemas()).toEqual([]);
  });

  /** A worker that is lost when a stage has done its work. */
  const lostAfter =
    (lost: string): typeof runPipeline =>
    (request) => {
      const { journal } = request.ports;
      const startStage: typeof journal.startStage = async (stage) => {
        if (stage === lost) throw new AppError("store-failed", { store: "shelf", detail: "a test" });
        await journal.startStage(stage);
      };
      return runPipeline({ ...request, ports: { ...request.ports, journal: { ...journal, startStage } } });
    };

  test.each([
    ["upload", "source", "clinic"],
    ["publish", "store", "shelf"],
  ] as const)(
    "what was read before %s under one approval is not published under another of its %s",
    async (lost, kind, name) => {
      const { db } = installation.records;
      const made = await installation.approved(visits(`again-${lost}`));
      await installation.approveIn(made, "test");
      const { id } = await db.runs.create({ ...made, kind: "publication", environment: "test" });
      await executeRun(installation.context, id, lostAfter(lost));
      expect(await db.runs.get(id)).toMatchObject({ state: "retrying" });
      const bind = (place: string) => db.environments.bind({ environment: "test", kind, name, place });
      await bind(kind === "source" ? "clinic" : "shelf-other");
      await installation.approveIn(made, "test");
      await executeRun(installation.context, id, runPipeline);
      await bind(kind === "source" ? "clinic-test" : "shelf-test");
      expect(await db.runs.get(id)).toMatchObject({ state: "succeeded", attempt: 2 });
      const version = await db.versions.ofRun(id);
      const store = kind === "store" ? "shelf-other" : "shelf-test";
      expect(version?.manifest.tables.map(({ counts }) => counts.published)).toEqual([
        kind === "source" ? 30 : 4,
      ]);
      expect(version?.copies.map((copy) => copy.store)).toEqual([store]);
      for (const shelf of ["shelf-test", "shelf-other"])
        expect(
          await readdir(path.join(installation.folder, shelf, `again-${lost}`, "runs")).catch(() => []),
        ).toEqual(shelf === store ? [id] : []);
      const messages = (await db.runEvents.list(id)).map(({ message }) => message);
      expect(messages).not.toContain("run-resumed");
      expect(messages.includes("store-cleaned")).toBe(kind === "store");
    },
  );

  test("a run whose approval is the same goes on", async () => {
    const { db } = installation.records;
    const made = await installation.approved(visits("going-on"));
    await installation.approveIn(made, "test");
    const { id } = await db.runs.create({ ...made, kind: "publication", environment: "test" });
    await executeRun(installation.context, id, lostAfter("publish"));
    await executeRun(installation.context, id, runPipeline);
    expect(await db.runs.get(id)).toMatchObject({ state: "succeeded", attempt: 2 });
    const messages = (await db.runEvents.list(id)).map(({ message }) => message);
    expect(messages).toContain("run-resumed");
    expect(messages).not.toContain("store-cleaned");
  });

  test("a store that was taken while a run wrote there is not published to", async () => {
    const { db } = installation.records;
    const made = await installation.approved({ ...visits("late"), upload: { stores: ["shelf"] } });
    const run = await db.runs.create({ ...made, kind: "publication" });
    await executeRun(installation.context, run.id, async (request) => {
      const { registry } = request.ports;
      const publishTaken: typeof registry.publish = async (candidate) => {
        await db.environments.bind({ environment: "live", kind: "store", name: "shelf", place: "shelf" });
        return registry.publish(candidate);
      };
      const ports = { ...request.ports, registry: { ...registry, publish: publishTaken } };
      return runPipeline({ ...request, ports });
    });
    expect((await db.runs.get(run.id))?.error?.code).toBe("environment-store-taken");
    expect(await db.versions.list("late")).toEqual([]);
    await db.environments.bind({ environment: "live", kind: "store", name: "shelf", place: undefined });
  });
});
