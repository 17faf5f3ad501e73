import { readdir } from "node:fs/promises";
import { afterAll, beforeAll, expect, type TestContext, test, vi } from "vitest";
import type { z } from "zod";
import { AppError } from "#lib/kernel";
import { linkPythonEnvironment, pythonOr, startPackageRegistry, type TestPackages } from "#lib/testing";
import { type TestServices, testServices } from "#lib/testing/server";
import type { Actor, Operation } from "../core/operation.ts";
import { perform } from "../core/perform.ts";
import { listAudit } from "../oversight/list-audit.ts";
import { getPackageLocking } from "./get-package-locking.ts";
import { getPythonProgress } from "./get-python-progress.ts";
import { lockPackages } from "./lock-packages.ts";
import { updatePythonSettings } from "./update-python-settings.ts";

/** A lock by a registry that takes its time: no request waits for it, and it is made once. */

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

let harness: TestServices;
let registry: TestPackages;
let engineer: Actor;
let administrator: Actor;
let fetched = 0;
beforeAll(async () => {
  harness = await testServices("locking");
  engineer = await harness.actor("data-engineer");
  administrator = await harness.actor("administrator");
  registry = await startPackageRegistry();
  vi.stubEnv("PIP_INDEX_URL", registry.index);
  vi.stubEnv("PIP_EXTRA_INDEX_URL", "");
  await registry.wheel("etlxone", "1.0", "", "");
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await registry?.close();
  await harness?.close();
});

function ask<I extends z.ZodType, O extends z.ZodType>(
  operation: Operation<I, O>,
  input: z.input<I>,
  actor = engineer,
) {
  const signal = AbortSignal.timeout(200_000);
  return perform(operation, { services: harness.services, actor, origin: { local: false }, signal }, input);
}
const errorOf = (work: Promise<unknown>): Promise<AppError> =>
  work.then(
    () => expect.fail("an AppError was expected"),
    (error: unknown) => {
      if (error instanceof AppError) return error;
      throw error;
    },
  );
const folder = () => harness.services.config.data.python;
const asked = { module: "visits", packages: [{ name: "etlxone" }] };
const isOver = (preparation: string) => ask(getPythonProgress, { preparation });

async function linked(context: TestContext) {
  const python = pythonOr(context, "ETLX_TEST_PYTHON");
  if (fetched === 0) await linkPythonEnvironment(python, folder());
  fetched++;
}

test("a refusal comes before anything is made", async () => {
  const policy = { allowUnsandboxed: false };
  await ask(updatePythonSettings, { ...policy, allowedPackages: ["pandas"] }, administrator);
  expect((await errorOf(ask(lockPackages, asked))).code).toBe("package-not-allowed");
  expect(await ask(getPackageLocking, { module: "visits" })).toEqual({});
  await expect(readdir(folder())).rejects.toThrow("ENOENT");
  await ask(updatePythonSettings, policy, administrator);
});

test("the request answers at once, whoever comes back finds it going on, and its end is the lock", async (context) => {
  await linked(context);
  registry.delay = 2500;
  const began = performance.now();
  const told = await errorOf(ask(lockPackages, asked));
  expect(told.code).toBe("python-preparing");
  expect(performance.now() - began).toBeLessThan(30_000);
  const preparation = String(told.params.preparation);
  expect(await ask(getPackageLocking, { module: "visits" })).toEqual({
    locking: { preparation, packages: asked.packages },
  });
  const again = await errorOf(ask(lockPackages, asked));
  expect(again.params.preparation).toBe(preparation);
  await expect.poll(() => isOver(preparation), { timeout: 60_000 }).toEqual({});
  const lock = await ask(lockPackages, { ...asked, waitedFor: preparation });
  expect(lock.packages.map(({ name, version }) => `${name}==${version}`)).toEqual(["etlxone==1.0"]);
  expect(await ask(getPackageLocking, { module: "visits" })).toEqual({});
  const audit = await ask(listAudit, {}, administrator);
  const locks = audit.filter(({ action }) => action === "lock-packages");
  expect(locks.find(({ outcome }) => outcome === "done")?.detail).toEqual({ packages: "etlxone" });
});

test("why a lock failed is told to who waited, and it is tried again by who asks again", async (context) => {
  await linked(context);
  registry.delay = 2500;
  const nowhere = { ...asked, packages: [{ name: "etlxnowhere" }] };
  const preparation = String((await errorOf(ask(lockPackages, nowhere))).params.preparation);
  await expect.poll(() => isOver(preparation), { timeout: 60_000 }).toEqual({});
  expect((await errorOf(ask(lockPackages, { ...nowhere, waitedFor: preparation }))).code).toBe(
    "package-missing",
  );
  const anew = await errorOf(ask(lockPackages, nowhere));
  expect([anew.code, anew.params.preparation === preparation]).toEqual(["python-preparing", false]);
});
