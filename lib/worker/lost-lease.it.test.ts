import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { AppError } from "#lib/kernel";
import { runPipeline } from "#lib/pipeline/server";
import type { StoreDriver } from "#lib/stores";
import { executeRun } from "./execute-run.ts";
import { type Installation, openInstallation } from "./testing/installation.ts";
import { visits } from "./testing/visits.ts";

// A worker that was frozen wakes up after another one has taken its run: what that one does stays.

let installation: Installation;
let ids: { readonly moduleId: string; readonly revisionId: string };

beforeAll(async () => {
  installation = await openInstallation("lost", { source: "create table visit as select 1 as id" });
  ids = await installation.approved(visits);
});
afterAll(() => installation.close());

test("a worker that fails after it lost the run cleans nothing up", async () => {
  const { db } = installation.records;
  const { id } = await db.runs.create({ ...ids, kind: "publication" });
  const removed: string[] = [];
  let isLost = false;
  const storeDriver = (kind: string): StoreDriver => {
    const driver = installation.context.drivers.storeDriver(kind);
    return {
      ...driver,
      remove: async (config, copy, where) => {
        if (isLost) removed.push(where.store);
        await driver.remove(config, copy, where);
      },
      write: async () => {
        // No heartbeat can tell it before the error does; one of this very moment keeps the other from taking the run.
        await vi.waitUntil(() => db.runs.claim(id, "another-worker", 0), { interval: 1 });
        isLost = true;
        throw new AppError("store-refused", { store: "shelf", detail: "EACCES" });
      },
    };
  };
  const { context } = installation;
  const frozen = { ...context, drivers: { ...context.drivers, storeDriver } };
  await expect(executeRun(frozen, id, runPipeline)).rejects.toMatchObject({ code: "run-lease-lost" });
  expect([isLost, removed]).toEqual([true, []]);
  expect(await db.runs.get(id)).toMatchObject({ state: "running", workerId: "another-worker" });
});
