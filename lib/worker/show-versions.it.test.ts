import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { AppError } from "#lib/kernel";
import { showWaitingCopies, tellWithdrawals } from "#lib/operations/server";
import { runPipeline } from "#lib/pipeline/server";
import type { StoreDriver } from "#lib/stores";
import { executeRun } from "./execute-run.ts";
import { keepStores, tellStores } from "./keep-stores.ts";
import { type Installation, openInstallation, statement } from "./testing/installation.ts";
import { visits } from "./testing/visits.ts";

// A version is made, and a store cannot show it: it is shown later, and until then everybody is told.

let installation: Installation;
let ids: { readonly moduleId: string; readonly revisionId: string };

beforeAll(async () => {
  installation = await openInstallation("showing", { source: "create table visit as select 1 as id" });
  ids = await installation.approved(visits);
});
afterAll(() => installation.close());

/** The stores of the installation, with a commit of the test's. */
const committing = (commit: (given: StoreDriver["commit"]) => StoreDriver["commit"]) => (kind: string) => {
  const driver = installation.context.drivers.storeDriver(kind);
  return { ...driver, commit: commit(driver.commit) };
};
const refusing = committing(() => (_config, _copy, _manifest, _version, { store }) => {
  return Promise.reject(new AppError("disk-full", { folder: store }));
});

async function publish(storeDriver = installation.context.drivers.storeDriver) {
  const { db } = installation.records;
  const { context } = installation;
  await statement(installation.source.url, "insert into visit select max(id) + 1 from visit");
  const { id } = await db.runs.create({ ...ids, kind: "publication" });
  await executeRun({ ...context, drivers: { ...context.drivers, storeDriver } }, id, runPipeline);
  expect(await db.runs.get(id)).toMatchObject({ state: "succeeded", error: undefined, attempt: 1 });
  const version = await db.versions.ofRun(id);
  if (version === undefined) throw new Error("a version was expected");
  return version;
}
const copiesOf = async (number: number) =>
  (await installation.records.db.versions.get("visits", number))?.copies.map((copy) => [
    copy.store,
    copy.shownAt !== undefined,
    copy.showFailure?.en,
  ]);
const upkeep = (storeDriver = installation.context.drivers.storeDriver) => ({
  db: installation.records.db,
  masterKey: installation.context.masterKey,
  storeDriver,
});
const grow = () =>
  statement(
    installation.records.url,
    `update version_copy set "showTriedAt" = "showTriedAt" - interval '1 hour' where "shownAt" is null`,
  );
const rowsIn = async (schema: string) =>
  (await statement(installation.warehouse.url, `select count(*)::int as n from ${schema}.visit`))[0]?.n;
const audited = async () =>
  (await installation.records.db.audit.list({ subjectKind: "version" }))
    .filter(({ action }) => action === "show-version")
    .map(({ subject, detail }) => `${subject} ${detail?.store}`);

test("who reads the newest version in an open transaction keeps nobody from publishing the next one", async () => {
  await publish();
  expect(await copiesOf(1)).toEqual([
    ["shelf", true, undefined],
    ["warehouse", true, undefined],
  ]);
  const reader = new pg.Client({ connectionString: installation.warehouse.url });
  await reader.connect();
  try {
    await reader.query("begin; select * from visits_latest.visit");
    const { number, runId } = await publish();
    expect(await copiesOf(number)).toEqual([
      ["shelf", true, undefined],
      ["warehouse", false, expect.stringContaining("visits_latest")],
    ]);
    expect([await rowsIn("visits_v2"), await rowsIn("visits_latest")]).toEqual([3, 2]);
    const events = await installation.records.db.runEvents.list(runId);
    expect(events.find(({ message }) => message === "store-not-shown")).toMatchObject({
      level: "warning",
      params: { store: "warehouse" },
    });
    // Its time has not come yet; then the reader is still there.
    expect(await showWaitingCopies(upkeep())).toEqual([]);
    await grow();
    expect(await showWaitingCopies(upkeep())).toMatchObject([
      { store: "warehouse", version: "visits@2", error: { code: "store-latest-held" } },
    ]);
    expect(await rowsIn("visits_latest")).toBe(2);
    const held = await installation.records.db.holdings.list({ store: "warehouse" });
    expect(held.map(({ number, notShown }) => [number, notShown?.failure?.ru])).toEqual([
      [2, expect.stringContaining("visits_latest")],
      [1, undefined],
    ]);
  } finally {
    await reader.end();
  }
  await grow();
  expect(await keepStores(installation.context)).toMatchObject({ shown: 1 });
  expect(await rowsIn("visits_latest")).toBe(3);
  expect(await copiesOf(2)).toEqual([
    ["shelf", true, undefined],
    ["warehouse", true, undefined],
  ]);
  expect(await audited()).toEqual(["visits@2 warehouse"]);
  await grow();
  expect(await showWaitingCopies(upkeep())).toEqual([]);
});

test("a version that no store shows is published all the same, and nobody is told that it was not", async () => {
  const { number, runId } = await publish(refusing);
  const told = (await installation.records.db.runEvents.list(runId)).filter(
    ({ message }) => message === "store-not-shown",
  );
  expect(told.map(({ params }) => params.store)).toEqual(["shelf", "warehouse"]);
  const words = JSON.stringify([told, await copiesOf(number)]);
  expect(words).toContain("No space is left");
  expect(words).not.toMatch(/othing was published|ничего не опубликовано/);
  expect(existsSync(path.join(installation.folder, "shelf", "visits", `v${number}`))).toBe(false);
  await grow();
  // Of two workers that look at once, one shows each.
  let commits = 0;
  const counted = committing((commit) => (...given) => {
    commits += 1;
    return commit(...given);
  });
  const both = await Promise.all([showWaitingCopies(upkeep(counted)), showWaitingCopies(upkeep(counted))]);
  expect(
    both
      .flat()
      .map(({ store, error }) => [store, error])
      .sort(),
  ).toEqual([
    ["shelf", undefined],
    ["warehouse", undefined],
  ]);
  expect(commits).toBe(2);
  expect(existsSync(path.join(installation.folder, "shelf", "visits", `v${number}`))).toBe(true);
  expect(await rowsIn(`visits_v${number}`)).toBe(4);
});

test("what a store gave up while it was being shown goes again, and a withdrawn version is left alone", async () => {
  const { db } = installation.records;
  const { id, number, runId } = await publish(refusing);
  await grow();
  const giving = committing((commit) => async (...given) => {
    const [, , , , { store }] = given;
    await db.holdings.giveUp(id, { store });
    await commit(...given);
  });
  await showWaitingCopies(upkeep(giving));
  expect(existsSync(path.join(installation.folder, "shelf", "visits", "runs", runId))).toBe(false);
  expect(await installation.warehouseSchemas()).not.toContain(`visits_v${number}`);
  expect(await audited()).not.toContain(`visits@${number} shelf`);
  const withdrawn = await publish(refusing);
  await db.versions.withdraw({ module: "visits", number: withdrawn.number, userId: "who", reason: "wrong" });
  await grow();
  expect(await showWaitingCopies(upkeep())).toEqual([]);
  const held = await db.holdings.list({ store: "shelf" });
  expect(held.find((one) => one.number === withdrawn.number)?.notShown).toBeUndefined();
});

test("what a script made is never shown by us, and after an upgrade it counts as shown", async () => {
  const { url } = installation.records;
  const { number, runId } = await publish(refusing);
  await statement(
    url,
    `update version_copy set copy = replace(copy, '{"location"', '{"by":"script","location"')
     where store = 'warehouse' and "versionId" = (select id from version where "runId" = '${runId}')`,
  );
  await grow();
  const version = `visits@${number}`;
  const of = (tried: Awaited<ReturnType<typeof showWaitingCopies>>) =>
    tried.filter((one) => one.version === version).map(({ store, error }) => [store, error === undefined]);
  expect(of(await showWaitingCopies(upkeep(refusing)))).toEqual([["shelf", false]]);
  const migration = "prisma/migrations/20261128161100_copies_of_scripts_are_shown/migration.sql";
  await statement(url, await readFile(migration, "utf8"));
  expect(await copiesOf(number)).toEqual([
    ["shelf", false, expect.stringContaining("No space is left")],
    ["warehouse", true, undefined],
  ]);
  await grow();
  expect(of(await showWaitingCopies(upkeep()))).toEqual([["shelf", true]]);
  expect(await installation.warehouseSchemas()).not.toContain(`visits_v${number}`);
});

const folderLatest = async () =>
  (await readFile(path.join(installation.folder, "shelf", "visits", "latest"), "utf8")).trim();
const withdraw = (number: number) =>
  installation.records.db.versions.withdraw({ module: "visits", number, userId: "who", reason: "wrong" });

test("a version that is withdrawn and told while it is being shown is told again", async () => {
  await tellStores(installation.context);
  const before = await folderLatest();
  const { number } = await publish(refusing);
  await grow();
  const racing = committing((commit) => async (...given) => {
    await withdraw(number);
    // The store has no such version yet.
    expect(await tellStores(installation.context)).toBe(2);
    await commit(...given);
  });
  expect(await showWaitingCopies(upkeep(racing))).toEqual([{ store: "shelf", version: `visits@${number}` }]);
  expect(await folderLatest()).toBe(`v${number}`);
  expect(await tellStores(installation.context)).toBe(1);
  expect(await folderLatest()).toBe(before);
});

test("a version that is shown while it is being told of is told again", async () => {
  const before = await folderLatest();
  const { number } = await publish(refusing);
  await grow();
  const shown = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  const slow = (kind: string) => {
    const driver = installation.context.drivers.storeDriver(kind);
    const hideFromLatest: StoreDriver["hideFromLatest"] = async (...given) => {
      await driver.hideFromLatest(...given);
      asked.resolve();
      await shown.promise;
    };
    return { ...driver, hideFromLatest };
  };
  let telling: ReturnType<typeof tellWithdrawals> | undefined;
  const racing = committing((commit) => async (...given) => {
    await withdraw(number);
    telling = tellWithdrawals(upkeep(slow));
    await asked.promise;
    await commit(...given);
  });
  await showWaitingCopies(upkeep(racing));
  shown.resolve();
  expect(await telling).toHaveLength(2);
  expect(await folderLatest()).toBe(`v${number}`);
  expect(await tellStores(installation.context)).toBe(1);
  expect(await folderLatest()).toBe(before);
});

test("a run at work shows its version itself, also where an earlier attempt had made it", async () => {
  const { db } = installation.records;
  const { number, runId } = await publish(refusing);
  await grow();
  await statement(
    installation.records.url,
    `update run set "finishedAt" = null, state = 'retrying' where id = '${runId}'`,
  );
  expect(await showWaitingCopies(upkeep())).toEqual([]);
  await executeRun(installation.context, runId, () => Promise.reject(new Error("no second time")));
  expect(await db.runs.get(runId)).toMatchObject({ state: "succeeded" });
  expect(await copiesOf(number)).toEqual([
    ["shelf", true, undefined],
    ["warehouse", true, undefined],
  ]);
});

test("a store that does not answer is left alone for the rest of a round", async () => {
  const numbers = [(await publish(refusing)).number, (await publish(refusing)).number];
  await grow();
  const real = AbortSignal.timeout;
  const soon = vi.spyOn(AbortSignal, "timeout").mockImplementation(() => real(20));
  const silent = committing(() => async (_config, _copy, _manifest, _version, { store, signal }) => {
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    throw new AppError("store-failed", { store, detail: "timeout" });
  });
  const tried = await showWaitingCopies(upkeep(silent)).finally(() => soon.mockRestore());
  expect(tried.map(({ store, version }) => [store, version]).sort()).toEqual([
    ["shelf", `visits@${numbers[0]}`],
    ["warehouse", `visits@${numbers[0]}`],
  ]);
  await grow();
  expect(await keepStores(installation.context)).toMatchObject({ shown: 4 });
});

test("what is large may take its time, and nobody else begins to show it meanwhile", async () => {
  const { url } = installation.records;
  const { runId, number } = await publish(refusing);
  const back = (minutes: number) =>
    statement(
      url,
      `update version_copy set copy = regexp_replace(copy, '"bytes":[0-9]+', '"bytes":40000000000'),
       "showTriedAt" = now() - interval '${minutes} minutes'
       where store = 'shelf' and "versionId" = (select id from version where "runId" = '${runId}')`,
    );
  await statement(url, `update version_copy set "shownAt" = now() where store = 'warehouse'`);
  const given = vi.spyOn(AbortSignal, "timeout");
  try {
    await back(35);
    expect(await showWaitingCopies(upkeep())).toEqual([]);
    expect(given).not.toHaveBeenCalledWith(2_120_000);
    await back(36);
    expect(await showWaitingCopies(upkeep())).toEqual([{ store: "shelf", version: `visits@${number}` }]);
    expect(given).toHaveBeenCalledWith(2_120_000);
  } finally {
    given.mockRestore();
  }
});
