import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { PackageLock, PackageUse } from "#lib/contracts";
import { type Json, put } from "#lib/drafting";
import { type ErrorData, err, ok, type Result } from "#lib/kernel";
import { createEditorStore, presentOf } from "./editor-store.ts";
import { createLocking } from "./locking.ts";

beforeEach(() => {
  vi.useFakeTimers();
  // The server says once that it goes on, then that it is over.
  let asked = 0;
  vi.stubGlobal("fetch", async () => Response.json(asked++ === 0 ? { progress } : {}));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const progress = { step: "lock", packages: 1, since: "2024-02-29T10:00:00.000Z", seconds: 4 };
const preparing: ErrorData = {
  code: "python-preparing",
  params: { preparation: "one", ...progress, en: "", ru: "" },
};
const uses: readonly PackageUse[] = [{ name: "rapidfuzz" }];
const lock: PackageLock = {
  at: "2024-02-29T10:00:09.000Z",
  python: "3.11",
  platform: "linux-x86_64",
  packages: [{ name: "rapidfuzz", version: "3.0.0", sha256: "a".repeat(64) }],
};

/** A draft that declares packages, and a server that answers what it is given, one after another. */
function editorOf(
  answers: readonly Result<PackageLock, ErrorData>[],
  { locking, packages = [...uses] }: { locking?: readonly PackageUse[]; packages?: PackageUse[] } = {},
) {
  const document: Json = { name: "visits", tables: [], packages: packages.map((one) => ({ ...one })) };
  const store = createEditorStore({ synced: { document, etag: 1 }, savedAt: "", diagnostics: [] });
  const asked: { packages: readonly PackageUse[]; waitedFor?: string }[] = [];
  const questions: string[] = [];
  const made = createLocking({
    module: "visits",
    store,
    actions: {
      lockPackages: async ({ module: _module, ...rest }) => {
        asked.push(rest);
        return answers[asked.length - 1] ?? err({ code: "internal", params: {} });
      },
      getPackageLocking: async ({ module }) => {
        questions.push(module);
        return ok(locking ? { locking: { preparation: "one", packages: [...locking] } } : {});
      },
    },
  });
  const draft = () => presentOf(store.get()) as { packageLock?: PackageLock };
  return { store, asked, questions, locking: made, draft };
}
const label = { en: "packages", ru: "packages" };

test("a lock that takes long comes into the draft when it is found, as one step", async () => {
  const { store, asked, locking, draft } = editorOf([err(preparing), ok(lock)]);
  const done = locking.lock(uses);
  expect(locking.get()).toEqual({ isBusy: true });
  await vi.advanceTimersByTimeAsync(10_000);
  await done;
  expect(asked.map(({ waitedFor }) => waitedFor)).toEqual([undefined, "one"]);
  expect(draft().packageLock).toEqual(lock);
  expect(locking.get().isBusy).toBe(false);
  store.undo();
  expect(draft().packageLock).toBeUndefined();
});

test("whoever comes back waits on for what was begun and begins nothing, and asks nothing where no package is declared", async () => {
  const { asked, locking, draft } = editorOf([err(preparing), ok(lock)], { locking: uses });
  const done = locking.resume();
  await vi.advanceTimersByTimeAsync(10_000);
  await done;
  expect(asked.map(({ waitedFor }) => waitedFor)).toEqual(["one", "one"]);
  expect(draft().packageLock).toEqual(lock);
  const idle = editorOf([]);
  await idle.locking.resume();
  expect([idle.questions, idle.asked, idle.locking.get().isBusy]).toEqual([["visits"], [], false]);
  const none = editorOf([], { packages: [] });
  await none.locking.resume();
  expect(none.questions).toEqual([]);
});

test("a reason is kept with what was to be locked, and trying again forgets it", async () => {
  const failure: ErrorData = { code: "package-registry-unreachable", params: {} };
  const { locking, draft } = editorOf([err(failure), ok(lock)]);
  await locking.lock(uses);
  expect(locking.get()).toEqual({ isBusy: false, failure: { error: failure, packages: uses } });
  expect(draft().packageLock).toBeUndefined();
  const again = locking.lock(uses);
  expect(locking.get()).toEqual({ isBusy: true });
  await again;
  expect(draft().packageLock).toEqual(lock);
});

test("a lock of what the draft declares no more stays out of it, and that is said", async () => {
  const { store, locking, draft } = editorOf([err(preparing), ok(lock)]);
  const done = locking.lock(uses);
  store.edit(put(["packages", 0, "name"], "requests", label, { keep: 0 }));
  await vi.advanceTimersByTimeAsync(10_000);
  await done;
  expect(draft().packageLock).toBeUndefined();
  expect(locking.get()).toEqual({ isBusy: false, isOutdated: true });
});

test("a draft that is paused gets it once it goes on", async () => {
  const { store, locking, draft } = editorOf([ok(lock)]);
  store.set({ brokenText: "{" });
  const done = locking.lock(uses);
  await vi.advanceTimersByTimeAsync(1_000);
  expect([draft().packageLock, locking.get().isBusy]).toEqual([undefined, true]);
  store.set({ brokenText: undefined });
  await done;
  expect([draft().packageLock, locking.get().isBusy]).toEqual([lock, false]);
});

test("a page that is left changes nothing and asks nothing any more", async () => {
  const { asked, locking, draft } = editorOf([err(preparing), ok(lock)]);
  const done = locking.lock(uses);
  await vi.advanceTimersByTimeAsync(100);
  locking.stop();
  await vi.advanceTimersByTimeAsync(10_000);
  await done;
  expect(asked).toHaveLength(1);
  expect([draft().packageLock, locking.get()]).toEqual([undefined, { isBusy: false }]);
});
