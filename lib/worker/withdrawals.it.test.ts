import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { AppError } from "#lib/kernel";
import { tellWithdrawals } from "#lib/operations/server";
import { runPipeline } from "#lib/pipeline/server";
import type { StoreContext } from "#lib/stores";
import { executeMove } from "./execute-move.ts";
import { executeRun } from "./execute-run.ts";
import { tellStores } from "./keep-stores.ts";
import { type Installation, openInstallation, statement } from "./testing/installation.ts";
import { visits } from "./testing/visits.ts";
import { upkeepOf } from "./worker-context.ts";

// What is withdrawn here is passed over by `latest` in the stores, on a real PostgreSQL and a folder.

let installation: Installation;
let made: { readonly moduleId: string; readonly revisionId: string };

beforeAll(async () => {
  installation = await openInstallation("withdrawals", { source: "create table visit as select 1 as id" });
  made = await installation.approved(visits);
});
afterAll(() => installation.close());

async function publish(): Promise<void> {
  await statement(installation.source.url, "update visit set id = id + 1");
  const { id } = await installation.records.db.runs.create({ ...made, kind: "publication" });
  await executeRun(installation.context, id, runPipeline);
  expect(await installation.records.db.runs.get(id)).toMatchObject({ state: "succeeded" });
}
const withdraw = (number: number) =>
  installation.records.db.versions.withdraw({
    module: "visits",
    number,
    userId: "somebody",
    reason: "wrong",
  });
const onShelf = async () =>
  (
    await readFile(path.join(installation.folder, "shelf", "visits", "latest"), "utf8").catch(() => "")
  ).trim();
const inWarehouse = async () => {
  const [found] = await statement(
    installation.warehouse.url,
    "select obj_description(oid, 'pg_namespace')::json->>'version' as n from pg_namespace where nspname = 'visits_latest'",
  );
  return found ? `v${found.n}` : "";
};
const latest = async () => [await onShelf(), await inWarehouse()];

/** The installation with another way to tell its stores. */
const telling = (
  tell: (version: number, really: () => Promise<void>, where: StoreContext) => Promise<void>,
) => ({
  ...upkeepOf(installation.context),
  storeDriver: (kind: string) => {
    const driver = installation.context.drivers.storeDriver(kind);
    const hideFromLatest: typeof driver.hideFromLatest = (config, version, where) =>
      tell(version, () => driver.hideFromLatest(config, version, where), where);
    return { ...driver, hideFromLatest };
  },
});

/** The minute passes in which a store is left alone. */
const rest = () =>
  statement(
    installation.records.url,
    `update version_copy set "tellTriedAt" = "tellTriedAt" - interval '1 minute'`,
  );

test("a worker tells the stores, and tells one that did not answer again", async () => {
  const { db } = installation.records;
  for (const _ of [1, 2, 3]) await publish();
  expect(await latest()).toEqual(["v3", "v3"]);
  await withdraw(3);
  const failing = telling(async (_, tell, { store }) => {
    if (store === "warehouse") throw new AppError("store-failed", { store, detail: "ECONNREFUSED" });
    await tell();
  });
  expect(await tellWithdrawals(failing)).toMatchObject([
    { store: "shelf", version: "visits@3" },
    { store: "warehouse", version: "visits@3", error: { code: "store-failed" } },
  ]);
  expect(await latest()).toEqual(["v2", "v3"]);
  expect(await tellStores(installation.context)).toBe(0);
  await rest();
  expect(await tellStores(installation.context)).toBe(1);
  expect(await latest()).toEqual(["v2", "v2"]);
  expect(await tellWithdrawals(failing)).toEqual([]);
  // Everything that is withdrawn: nothing is shown, and the next version is.
  await withdraw(2);
  await withdraw(1);
  expect(await tellStores(installation.context)).toBe(4);
  expect(await latest()).toEqual(["", ""]);
  await publish();
  expect(await latest()).toEqual(["v4", "v4"]);
  expect((await db.versions.latest("visits"))?.number).toBe(4);
});

test("one that cannot be told keeps no other from it, and what failed comes last", async () => {
  for (const _ of [1, 2]) await publish();
  await withdraw(4);
  await withdraw(5);
  await withdraw(6);
  const failing = telling(async (number, tell) => {
    if (number === 4) throw new AppError("store-failed", { store: "shelf", detail: "EIO" });
    await tell();
  });
  const numbers = (tried: Awaited<ReturnType<typeof tellWithdrawals>>) =>
    tried.map(({ store, version, error }) => [store, version, error === undefined]);
  expect(numbers(await tellWithdrawals(failing))).toEqual([
    ["shelf", "visits@4", false],
    ["shelf", "visits@5", true],
    ["shelf", "visits@6", true],
    ["warehouse", "visits@4", false],
    ["warehouse", "visits@5", true],
    ["warehouse", "visits@6", true],
  ]);
  await publish();
  await withdraw(7);
  await rest();
  expect(numbers(await tellWithdrawals(telling((_, tell) => tell())))).toEqual([
    ["shelf", "visits@7", true],
    ["warehouse", "visits@7", true],
    ["shelf", "visits@4", true],
    ["warehouse", "visits@4", true],
  ]);
});

test("a store that does not answer is left alone until the next time", async () => {
  for (const _ of [1, 2]) await publish();
  await withdraw(8);
  await withdraw(9);
  const real = AbortSignal.timeout;
  const soon = vi.spyOn(AbortSignal, "timeout").mockImplementation(() => real(20));
  const silent = telling(async (_version, _tell, { store, signal }) => {
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    throw new AppError("store-failed", { store, detail: "timeout" });
  });
  const tried = await tellWithdrawals(silent).finally(() => soon.mockRestore());
  expect(tried.map(({ store, version }) => [store, version])).toEqual([
    ["shelf", "visits@8"],
    ["warehouse", "visits@8"],
  ]);
  await rest();
  expect(await tellStores(installation.context)).toBe(4);
});

test("nothing is told while a run is at work, and a store that versions are moved to is told anew", async () => {
  const { db } = installation.records;
  await publish();
  await publish();
  await withdraw(11);
  // As long as the run is at work, its stores may not show the version yet: nothing is told.
  await statement(installation.records.url, `update run set "finishedAt" = null where state = 'succeeded'`);
  expect(await tellWithdrawals(upkeepOf(installation.context))).toEqual([]);
  await statement(installation.records.url, `update run set "finishedAt" = now() where state = 'succeeded'`);
  const { id } = await db.storeUpkeep.createMove({
    from: "shelf",
    to: await anotherShelf("attic"),
    module: "visits",
    requestedBy: "somebody",
  });
  await executeMove(installation.context, id, new AbortController().signal);
  expect(await db.storeUpkeep.move(id)).toMatchObject({ state: "succeeded", done: 11 });
  // No withdrawn one is the latest of another store, not even until it is told.
  const moved = path.join(installation.folder, "attic", "visits", "latest");
  expect((await readFile(moved, "utf8")).trim()).toBe("v10");
  await tellStores(installation.context);
  expect((await readFile(moved, "utf8")).trim()).toBe("v10");
  expect(await inWarehouse()).toBe("v10");
});

test("a store that takes no withdrawal holds up no move to it, and is told then", async () => {
  const { db } = installation.records;
  await publish();
  await withdraw(12);
  const { id } = await db.storeUpkeep.createMove({
    from: "shelf",
    to: await anotherShelf("cellar"),
    module: "visits",
    requestedBy: "somebody",
  });
  const { storeDriver } = telling((_, __, { store }) =>
    Promise.reject(new AppError("store-failed", { store, detail: "EIO" })),
  );
  const { context } = installation;
  const drivers = { ...context.drivers, storeDriver };
  await executeMove({ ...context, drivers }, id, new AbortController().signal);
  expect(await db.storeUpkeep.move(id)).toMatchObject({ state: "succeeded", done: 1 });
  const moved = path.join(installation.folder, "cellar", "visits", "latest");
  expect((await readFile(moved, "utf8")).trim()).toBe("v12");
  await tellStores(context);
  await expect(readFile(moved, "utf8")).rejects.toThrow("ENOENT");
});

test("a store that refuses the login is asked once, and by nobody again before a minute has passed", async () => {
  for (const _ of [1, 2]) await publish();
  await withdraw(13);
  await withdraw(14);
  const refusing = telling((_, __, { store }) =>
    Promise.reject(new AppError("store-refused", { store, detail: "28P01" })),
  );
  const stores = async () => (await tellWithdrawals(refusing)).map(({ store }) => store);
  expect([await stores(), await stores()]).toEqual([["shelf", "warehouse"], []]);
  await rest();
  expect(await stores()).toEqual(["shelf", "warehouse"]);
  await rest();
  expect(await tellStores(installation.context)).toBe(4);
});

async function anotherShelf(name: string): Promise<string> {
  const config = { folder: path.join(installation.folder, name) };
  const fingerprint = installation.context.drivers.storeDriver("folder").fingerprint(config);
  await installation.records.db.stores.create({ name, kind: "folder", config, fingerprint });
  return name;
}
