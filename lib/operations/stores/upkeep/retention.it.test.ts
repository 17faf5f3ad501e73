import pg from "pg";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import {
  hashOf,
  smallDocument,
  type TestRecords,
  testManifest,
  testRecords,
  testReports,
} from "#lib/testing";
import { carryOutRetention } from "./carry-out-retention.ts";

// What retention asks the records: as much for each version that goes, however many there are.

let records: TestRecords;

beforeAll(async () => {
  records = await testRecords("retention");
});
afterAll(() => records.close());
afterEach(() => vi.restoreAllMocks());

const upkeep = () => ({
  db: records.db,
  masterKey: new Uint8Array(32),
  storeDriver: () => {
    throw new Error("the record has no driver");
  },
});

/** A module whose record holds so many versions. */
async function holding(module: string, versions: number): Promise<void> {
  const author = await records.user("data-engineer");
  const revisionOf = async (name: string) => {
    const document = smallDocument(name);
    const { id: moduleId } = await records.db.modules.create({ name, document, createdBy: author });
    const contentHash = hashOf(name);
    const revision = await records.db.revisions.save({
      module: name,
      etag: 1,
      contentHash,
      authorId: author,
    });
    return { moduleId, revisionId: revision.id };
  };
  const { moduleId, revisionId } = await revisionOf(module);
  await records.query(
    `insert into run ("id", "moduleId", "revisionId", "kind", "state", "finishedAt")
     select $1 || '-' || i, $2, $3, 'publication', 'succeeded', now() from generate_series(1, $4::int) i`,
    [module, moduleId, revisionId, versions],
  );
  await records.query(
    `insert into version ("id", "moduleId", "number", "versionId", "runId", "revisionId", "manifest", "reports", "jsonLd", "croissant")
     select $1 || '-' || i, $2, i, $1 || '-' || i, $1 || '-' || i, $3, $5, $6, '', '' from generate_series(1, $4::int) i`,
    [
      module,
      moduleId,
      revisionId,
      versions,
      JSON.stringify(testManifest(module, "run", hashOf(module))),
      JSON.stringify(testReports("run", hashOf(module))),
    ],
  );
}

/** Statements that carrying out a policy sends, and how many of them follow what versions were made from. */
async function sent(work: () => Promise<unknown>) {
  const spy = vi.spyOn(pg.Client.prototype, "query");
  await work();
  const texts = spy.mock.calls.map(([query]: readonly unknown[]) =>
    typeof query === "string" ? query : String((query as { text?: unknown } | undefined)?.text),
  );
  spy.mockRestore();
  return {
    all: texts.length,
    recursive: texts.filter((text) => text.includes("with recursive")).length,
  };
}

test("asks in proportion to what goes, and follows what was made of versions once for all and once for each", async () => {
  const { db } = records;
  await db.storeUpkeep.setRetention("record", { keepLast: 1 }, "somebody");
  await holding("few", 60);
  const few = await sent(async () => expect(await carryOutRetention(upkeep(), "record")).toBe(59));
  await holding("many", 300);
  const many = await sent(async () => expect(await carryOutRetention(upkeep(), "record")).toBe(299));
  expect(few.recursive).toBe(60);
  expect(many.recursive).toBe(300);
  expect(few.all).toBeGreaterThan(59);
  expect(many.all / few.all).toBeLessThan(5.5);
  expect((await db.holdings.list(undefined)).map(({ id }) => id).sort()).toEqual(["few-60", "many-300"]);
});

test("spares what versions of others were made from, through others too", async () => {
  const { db } = records;
  await holding("raw", 3);
  await holding("middle", 1);
  await holding("top", 1);
  const reads = (run: string, version: string) =>
    records.query(`insert into run_input ("runId", "source", "versionId") values ($1, 'one', $2)`, [
      run,
      version,
    ]);
  await reads("middle-1", "raw-1");
  await reads("top-1", "middle-1");
  const found = await db.versions.madeFrom(["raw-1", "raw-2", "middle-1"]);
  expect(Object.fromEntries(found)).toEqual({
    "middle-1": [{ module: "top", number: 1 }],
    "raw-1": [
      { module: "top", number: 1 },
      { module: "middle", number: 1 },
    ],
  });
  await db.storeUpkeep.setRetention("record", { keepLast: 1 }, "somebody");
  expect(await carryOutRetention(upkeep(), "record")).toBe(1);
  expect((await db.versions.get("raw", 1))?.filesRemovedAt).toBeUndefined();
  expect((await db.versions.get("raw", 2))?.filesRemovedAt).toBeInstanceOf(Date);
});

test("one that is asked for again is judged by what the place holds by then, of its environment", async () => {
  const { db } = records;
  await holding("judged", 5);
  const newer = async () => (await db.holdings.one("judged-2", undefined))?.newer;
  expect(await db.holdings.one("judged-2", undefined)).toMatchObject({
    holding: { module: "judged", number: 2, isLatest: false },
    newer: 3,
  });
  await db.versions.withdraw({ module: "judged", number: 3, userId: "somebody", reason: "wrong" });
  expect(await newer()).toBe(2);
  await records.query(`update version set "environment" = 'test' where "id" = 'judged-4'`);
  expect(await newer()).toBe(1);
  await db.holdings.giveUp("judged-5", undefined);
  expect(await newer()).toBe(0);
  expect(await db.holdings.one("judged-5", undefined)).toBeUndefined();
  expect(await db.holdings.one("judged-4", undefined)).toMatchObject({
    holding: { environment: "test", isLatest: true },
  });
});
