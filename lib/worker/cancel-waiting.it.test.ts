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

test("cancelling it sends a worker, who removes what it left and says so", async () => {
  const { db } = installation.records;
  const { context } = installation;
  const { id } = await db.runs.create({ ...ids, kind: "publication" });
  const storeDriver = (kind: string): StoreDriver => {
    const driver = context.drivers.storeDriver(kind);
    const write: StoreDriver["write"] = () =>
      Promise.reject(new AppError("store-failed", { store: "warehouse", detail: "ECONNRESET" }));
    return kind === "postgresql" ? { ...driver, write } : driver;
  };
  await executeRun({ ...context, drivers: { ...context.drivers, storeDriver } }, id, runPipeline);
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
