import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AppError } from "#lib/kernel";
import { carryOutMove } from "#lib/operations/server";
import { runPipeline } from "#lib/pipeline/server";
import type { StoreDriver } from "#lib/stores";
import { executeMove } from "./execute-move.ts";
import { executeRun } from "./execute-run.ts";
import { type Installation, openInstallation, statement } from "./testing/installation.ts";

// A queue may deliver a move twice: whatever two workers do at once, a version stays whole somewhere.

let installation: Installation;

beforeAll(async () => {
  installation = await openInstallation("moves", { source: "create table visit as select 1 as id" });
  const { db } = installation.records;
  const attic = { folder: path.join(installation.folder, "attic") };
  await mkdir(attic.folder);
  const { fingerprint } = installation.context.drivers.storeDriver("folder");
  await db.stores.create({ name: "attic", kind: "folder", config: attic, fingerprint: fingerprint(attic) });
});
afterAll(() => installation.close());

let modules = 0;

/** A module with one version on the shelf, and a move of it to the attic. */
async function movable() {
  modules += 1;
  const module = `visits-${modules}`;
  const ids = await installation.approved({
    "@type": "DataModule",
    format: 2,
    name: module,
    sources: [{ name: "clinic", ref: "clinic" }],
    tables: [
      {
        name: "visit",
        extraction: { language: "sql", source: "clinic", script: "select id from visit" },
        columns: [{ name: "id", datatype: "integer", privacyClass: "insensitive" }],
      },
    ],
    upload: { stores: ["shelf"] },
  });
  const { db } = installation.records;
  const { id: runId } = await db.runs.create({ ...ids, kind: "publication" });
  await executeRun(installation.context, runId, runPipeline);
  const { id } = await db.storeUpkeep.createMove({ from: "shelf", to: "attic", module, requestedBy: "who" });
  return { module, id, runId };
}

const { signal: never } = new AbortController();

/** One delivery that does something else right after its copy was read back. */
const delivery = (id: string, meanwhile: () => Promise<unknown>, signal = never) => {
  const { masterKey, drivers } = installation.context;
  const storeDriver = (kind: string): StoreDriver => {
    const driver = drivers.storeDriver(kind);
    const verify: StoreDriver["verify"] = async (...given) => {
      await driver.verify(...given);
      await meanwhile();
    };
    return { ...driver, verify };
  };
  return carryOutMove(
    { db: installation.records.db, masterKey, storeDriver, data: installation.config.data, signal },
    id,
  );
};
const isShown = (store: string, module: string) =>
  existsSync(path.join(installation.folder, store, module, "v1", "visit.parquet"));
const isWritten = (store: string, module: string, runId: string) =>
  existsSync(path.join(installation.folder, store, module, "runs", runId));
const copiesOf = async (module: string) =>
  (await installation.records.db.versions.get(module, 1))?.copies.map(({ store }) => store);

test("a second delivery that overtakes the first: the first removes nothing", async () => {
  const { module, id, runId } = await movable();
  await delivery(id, () => executeMove(installation.context, id, never));
  expect(await copiesOf(module)).toEqual(["attic"]);
  expect([isShown("attic", module), isWritten("attic", module, runId)]).toEqual([true, true]);
  expect([isShown("shelf", module), isWritten("shelf", module, runId)]).toEqual([false, false]);
  expect(await installation.records.db.storeUpkeep.move(id)).toMatchObject({ state: "succeeded", done: 1 });
});

test("a delivery that another one has taken the move from shows and ends nothing", async () => {
  const { module, id } = await movable();
  const { db } = installation.records;
  await delivery(id, async () => {
    const taken = await db.storeUpkeep.holdMove(id);
    expect(taken?.move.state).toBe("running");
  });
  expect(await copiesOf(module)).toEqual(["shelf"]);
  expect([isShown("shelf", module), isShown("attic", module)]).toEqual([true, false]);
  expect(await db.storeUpkeep.move(id)).toMatchObject({ state: "running" });
  await executeMove(installation.context, id, never);
  expect(await copiesOf(module)).toEqual(["attic"]);
});

test.each(["another delivery took the move", "the queue took it away"])(
  "a write that fails after %s may take nothing back",
  async (why) => {
    const { module, id } = await movable();
    const { masterKey, drivers } = installation.context;
    const { db } = installation.records;
    const given = new AbortController();
    const isTaken = why.startsWith("another");
    const owned: unknown[] = [];
    const storeDriver = (kind: string): StoreDriver => {
      const driver = drivers.storeDriver(kind);
      const write: StoreDriver["write"] = async (_config, _files, { store, assertOwned }) => {
        owned.push(await assertOwned?.());
        if (isTaken) await executeMove(installation.context, id, never);
        else given.abort();
        owned.push(await assertOwned?.().catch((error: { readonly code: unknown }) => error.code));
        throw new AppError("store-failed", { store, detail: "EIO" });
      };
      return { ...driver, write };
    };
    const tools = { db, masterKey, storeDriver, data: installation.config.data, signal: given.signal };
    const carried = carryOutMove(tools, id);
    if (isTaken) await carried;
    else await expect(carried).rejects.toThrow("store");
    expect(owned).toEqual([undefined, isTaken ? "run-lease-lost" : expect.any(Number)]);
    await executeMove(installation.context, id, never);
    expect(await db.storeUpkeep.move(id)).toMatchObject({ state: "succeeded" });
    expect([isShown("attic", module), await copiesOf(module)]).toEqual([true, ["attic"]]);
  },
);

test("where the first store gave the version up meanwhile, its copy goes unless a version names it", async () => {
  const { db } = installation.records;
  const giveUp = async (module: string) => {
    const version = await db.versions.get(module, 1);
    await db.holdings.giveUp(version?.id ?? "", { store: "shelf" });
    return version?.id ?? "";
  };
  const gone = await movable();
  await delivery(gone.id, () => giveUp(gone.module));
  expect(isWritten("attic", gone.module, gone.runId)).toBe(false);
  const named = await movable();
  await delivery(named.id, async () => {
    const version = await giveUp(named.module);
    await statement(
      installation.records.url,
      `insert into version_copy ("versionId", store, copy)
       select "versionId", 'attic', copy from version_copy where "versionId" = '${version}'`,
    );
  });
  expect(isWritten("attic", named.module, named.runId)).toBe(true);
});

test("a delivery that the queue takes away stops, and the next one goes on", async () => {
  const { module, id } = await movable();
  const { db } = installation.records;
  const taken = new AbortController();
  taken.abort();
  await expect(executeMove(installation.context, id, taken.signal)).rejects.toThrow();
  expect(await db.storeUpkeep.move(id)).toMatchObject({ state: "queued" });
  expect(await copiesOf(module)).toEqual(["shelf"]);
  await executeMove(installation.context, id, never);
  expect(await copiesOf(module)).toEqual(["attic"]);
});

test("no move goes the other way before the worker of a stopped one has let go", async () => {
  const { module, id } = await movable();
  const { storeUpkeep } = installation.records.db;
  const back = () =>
    storeUpkeep.createMove({ from: "attic", to: "shelf", module, requestedBy: "who" }).then(
      (move) => move.id,
      (error: unknown) => error,
    );
  await delivery(id, async () => {
    await storeUpkeep.endMove({ id }, "stopped");
    expect(await back()).toMatchObject({ code: "move-at-work" });
    expect(await storeUpkeep.movesAtWork("shelf")).toMatchObject([{ id }]);
  });
  // The version at which it worked has been moved; then it ended.
  expect(await copiesOf(module)).toEqual(["attic"]);
  expect(await storeUpkeep.move(id)).toMatchObject({ state: "stopped" });
  const returning = String(await back());
  await executeMove(installation.context, returning, never);
  expect(await copiesOf(module)).toEqual(["shelf"]);
  // A worker that died after the end of its move held something: the next delivery frees it.
  await statement(
    installation.records.url,
    `update store_move set "holdToken" = 'x' where id = '${returning}'`,
  );
  expect(await back()).toMatchObject({ code: "move-at-work" });
  await executeMove(installation.context, returning, never);
  expect(await back()).toEqual(expect.any(String));
});
