import { existsSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AppError } from "#lib/kernel";
import { cancelRun, openServices, perform } from "#lib/operations/server";
import { runPipeline } from "#lib/pipeline/server";
import type { StoreDriver } from "#lib/stores";
import { executeRun } from "./execute-run.ts";
import { type Installation, openInstallation } from "./testing/installation.ts";
import { visits } from "./testing/visits.ts";

// A run that waits for its next attempt has left something in a store already: cancelled, it is cleaned up after.

let installation: Installation;
let ids: { readonly moduleId: string; readonly revisionId: string };

beforeAll(async () => {
  installation = await openInstallation("cancel_waiting", { source: "create table visit as select 1 as id" });
  ids = await installation.approved(visits);
});
afterAll(() => installation.close());

/** The installation's stores, of which the warehouse takes nothing. */
const notWriting = (kind: string): StoreDriver => {
  const driver = installation.context.drivers.storeDriver(kind);
  const write: StoreDriver["write"] = () =>
    Promise.reject(new AppError("store-failed", { store: "warehouse", detail: "ECONNRESET" }));
  return kind === "postgresql" ? { ...driver, write } : driver;
};

test("cancelling it sends a worker, who removes what it left and says so", async () => {
  const { db } = installation.records;
  const { context } = installation;
  const { id } = await db.runs.create({ ...ids, kind: "publication" });
  await executeRun({ ...context, drivers: { ...context.drivers, storeDriver: notWriting } }, id, runPipeline);
  expect(await db.runs.get(id)).toMatchObject({ state: "retrying" });
  const left = path.join(installation.folder, "shelf", "visits", "runs", id);
  expect(existsSync(left)).toBe(true);
  const sent: string[] = [];
  const services = await openServices(installation.config);
  const enqueueRun = async (_tx: unknown, runId: string) => void sent.push(runId);
  const role = "administrator";
  const userId = await installation.records.user(role);
  const request = {
    services: { ...services, enqueueRun },
    actor: { userId, role, name: role, email: "administrator@example.org" },
    origin: { local: false },
    signal: AbortSignal.timeout(60_000),
  } as const;
  await perform(cancelRun, request, { id }).finally(() => services.close());
  expect(sent).toEqual([id]);
  expect(await db.runs.get(id)).toMatchObject({ state: "cancelling" });
  await executeRun(context, id, runPipeline);
  expect(await db.runs.get(id)).toMatchObject({ state: "cancelled", error: undefined });
  expect(existsSync(left)).toBe(false);
  const told = (await db.runEvents.list(id)).map(({ message }) => message);
  expect(told.filter((message) => message === "store-cleaned")).toHaveLength(2);
  expect(told.at(-1)).toBe("run-cancelled");
});

test("a worker that lost the run while a store kept it waiting tries no second time", async () => {
  const { db } = installation.records;
  const { context } = installation;
  const { id } = await db.runs.create({ ...ids, kind: "publication" });
  await executeRun({ ...context, drivers: { ...context.drivers, storeDriver: notWriting } }, id, runPipeline);
  expect(await db.runs.requestCancel(id)).toMatchObject({ needsWorker: true });
  let tries = 0;
  const storeDriver = (kind: string): StoreDriver => {
    const remove: StoreDriver["remove"] = async (_config, _copy, { store }) => {
      tries += 1;
      await db.runs.claim(id, "another", -1);
      throw new AppError("store-failed", { store, detail: "ETIMEDOUT" });
    };
    return { ...context.drivers.storeDriver(kind), remove };
  };
  await executeRun({ ...context, drivers: { ...context.drivers, storeDriver } }, id, runPipeline).catch(
    (error: unknown) => expect(error).toMatchObject({ code: "run-lease-lost" }),
  );
  expect(tries).toBe(1);
  expect(await db.runs.get(id)).toMatchObject({ state: "cancelling", workerId: "another" });
});

test("one whose environment means nothing any more by then is cancelled all the same, and cleaned up after", async () => {
  const { db, user } = installation.records;
  const { context } = installation;
  await db.environments.create({ name: "test", title: "", createdBy: await user("administrator") });
  const bind = (place: string | undefined) =>
    db.environments.bind({ environment: "test", kind: "store", name: "warehouse", place });
  await db.environments.bind({ environment: "test", kind: "store", name: "shelf", place: "shelf" });
  await db.environments.bind({ environment: "test", kind: "source", name: "clinic", place: "clinic" });
  await bind("warehouse");
  await installation.approveIn(ids, "test");
  const { id } = await db.runs.create({ ...ids, kind: "publication", environment: "test" });
  const failing = { ...context, drivers: { ...context.drivers, storeDriver: notWriting } };
  await executeRun(failing, id, runPipeline);
  expect(await db.runs.get(id)).toMatchObject({ state: "retrying" });
  const left = path.join(installation.folder, "shelf", "visits", "runs", id);
  expect(existsSync(left)).toBe(true);
  await bind(undefined);
  expect(await db.runs.requestCancel(id)).toEqual({ state: "cancelling", needsWorker: true });
  await executeRun(context, id, () => Promise.reject(new Error("nothing is run")));
  expect(await db.runs.get(id)).toMatchObject({ state: "cancelled", error: undefined });
  expect(existsSync(left)).toBe(false);
});
