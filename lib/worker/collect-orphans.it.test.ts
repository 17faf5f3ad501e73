import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AppError } from "#lib/kernel";
import { collectOrphans, endUnfinishedUploads, findOrphansIn, orphanGraceMs } from "#lib/operations/server";
import type { StoreDriver } from "#lib/stores";
import { type Installation, openInstallation, statement } from "./testing/installation.ts";
import { visits } from "./testing/visits.ts";

// What runs have left in a folder: each goes by itself, and what becomes of each is said.

let installation: Installation;
let ids: { readonly moduleId: string; readonly revisionId: string };

beforeAll(async () => {
  installation = await openInstallation("collecting", { source: "create table visit as select 1 as id" });
  ids = await installation.approved({ ...visits, upload: { stores: ["shelf"] } });
});
afterAll(() => installation.close());

const folderOf = (runId: string) => path.join(installation.folder, "shelf", "visits", "runs", runId);

/** What an ended run has left, for longer than the time of grace. */
async function leftBehind(): Promise<string> {
  const { db, url } = installation.records;
  const { id } = await db.runs.create({ ...ids, kind: "publication" });
  await mkdir(folderOf(id), { recursive: true });
  await writeFile(path.join(folderOf(id), "visit.parquet"), "0123456789");
  await statement(url, `update run set "finishedAt" = now(), state = 'failed' where id = '${id}'`);
  await findOrphansIn(upkeep(), "shelf");
  const late = new Date(Date.now() - orphanGraceMs - 1000).toISOString();
  await statement(url, `update store_orphan set "firstSeenAt" = '${late}'`);
  return id;
}

const upkeep = (remove?: (given: StoreDriver["remove"]) => StoreDriver["remove"]) => {
  const { db } = installation.records;
  const { masterKey, drivers } = installation.context;
  const storeDriver = (kind: string) => {
    const driver = drivers.storeDriver(kind);
    return remove ? { ...driver, remove: remove(driver.remove) } : driver;
  };
  return { db, masterKey, storeDriver };
};
const known = () => installation.records.db.storeUpkeep.orphans("shelf");

test("one that cannot be removed keeps no other there, and is shown with why until it is gone", async () => {
  const [first, second] = [await leftBehind(), await leftBehind()];
  const failing =
    (remove: StoreDriver["remove"]): StoreDriver["remove"] =>
    async (config, copy, where) => {
      if (copy.runId === first) throw new AppError("store-refused", { store: "shelf", detail: "EACCES" });
      await remove(config, copy, where);
    };
  const collected = await collectOrphans(upkeep(failing), "shelf");
  expect(new Map(collected.map(({ runId, outcome }) => [runId, outcome]))).toEqual(
    new Map([
      [first, "still-there"],
      [second, "removed"],
    ]),
  );
  expect([existsSync(folderOf(first)), existsSync(folderOf(second))]).toEqual([true, false]);
  expect(await known()).toMatchObject([
    {
      runId: first,
      failure: { en: expect.stringContaining("EACCES"), ru: expect.stringContaining("отказало") },
      failedAt: expect.any(Date),
    },
  ]);
  expect(await collectOrphans(upkeep(), "shelf")).toEqual([{ runId: first, outcome: "removed" }]);
  expect(await known()).toEqual([]);
});

test("a store that says that it has removed what is still there is not believed", async () => {
  const run = await leftBehind();
  const collected = await collectOrphans(
    upkeep(() => async () => undefined),
    "shelf",
  );
  expect(collected).toMatchObject([
    { runId: run, outcome: "still-there", error: { code: "store-still-holds" } },
  ]);
  expect(await known()).toMatchObject([{ runId: run, failure: { en: expect.stringContaining(run) } }]);
  expect(await audited()).not.toContain(run);
  await collectOrphans(upkeep(), "shelf");
  expect(await audited()).toContain(run);
});

test("what another worker has collected meanwhile is neither counted nor audited again", async () => {
  const run = await leftBehind();
  const raced =
    (remove: StoreDriver["remove"]): StoreDriver["remove"] =>
    async (...given) => {
      await remove(...given);
      await installation.records.db.storeUpkeep.forgetOrphan("shelf", run);
    };
  expect(await collectOrphans(upkeep(raced), "shelf")).toEqual([{ runId: run, outcome: "not-found" }]);
  expect(await audited()).not.toContain(run);
});

const audited = async () =>
  (await installation.records.db.audit.list({ subjectKind: "store" })).flatMap(({ action, detail }) =>
    action === "collect-orphans" ? [detail?.run] : [],
  );

test("an upload that was begun long ago is ended, but for another's, a young one's and a working run's", async () => {
  const { db, url } = installation.records;
  const old = new Date(Date.now() - orphanGraceMs - 60_000);
  const begun = (id: string, module: string, since: Date) => ({
    module,
    location: `s3://b/${id}`,
    id,
    since,
  });
  const there = [
    begun("failing", "visits", old),
    begun("old", "visits", old),
    begun("foreign", "strangers", old),
    begun("young", "visits", new Date()),
  ];
  const ended: string[] = [];
  const withUploads = {
    ...upkeep(),
    storeDriver: (kind: string) => ({
      ...upkeep().storeDriver(kind),
      unfinished: {
        list: async () => there,
        end: async (_config: unknown, { id }: { readonly id: string }) => {
          if (id === "failing") throw new AppError("store-failed", { store: "shelf", detail: "ECONNRESET" });
          ended.push(id);
        },
      },
    }),
  };
  const { id: working } = await db.runs.create({ ...ids, kind: "publication" });
  await db.runs.claim(working, "worker", 10_000);
  const began = (age: string) =>
    statement(url, `update run set "createdAt" = now() - interval '${age}' where id = '${working}'`);
  await began("2 days");
  expect(await endUnfinishedUploads(withUploads, "shelf")).toBe(0);
  expect(ended).toEqual([]);
  await began("1 minute");
  await expect(endUnfinishedUploads(withUploads, "shelf")).rejects.toMatchObject({ code: "store-failed" });
  expect(ended).toEqual(["old"]);
  const entries = await db.audit.list({ subjectKind: "store" });
  expect(entries.filter(({ detail }) => detail?.unfinished !== undefined)).toMatchObject([
    { action: "collect-orphans", detail: { module: "visits", unfinished: "s3://b/old" } },
  ]);
  await statement(url, `update run set "finishedAt" = now(), state = 'failed' where id = '${working}'`);
  ended.length = 0;
  await expect(endUnfinishedUploads(withUploads, "shelf")).rejects.toMatchObject({ code: "store-failed" });
  expect(ended).toEqual(["old"]);
  expect(await endUnfinishedUploads(upkeep(), "shelf")).toBe(0);
});
