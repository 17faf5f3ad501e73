import { expect, test } from "vitest";
import type { PackageLock, PythonPolicy } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { type PythonMakers, pythonPreparation } from "./prepare-python.ts";

const lock: PackageLock = {
  at: "2024-02-29T00:00:00.000Z",
  python: "3.11",
  platform: "linux-x86_64",
  packages: [
    { name: "rapidfuzz", version: "3.0.0", sha256: "a".repeat(64) },
    { name: "brought-along", version: "1.0.0", sha256: "b".repeat(64) },
  ],
};

/** What was made, in order; nothing is. An installation takes until it is let go. */
function makersOf({ isJailed = true, isSlow = false } = {}) {
  const made: string[] = [];
  const waiting: PromiseWithResolvers<void>[] = [];
  const base = { python: "python", folders: [] };
  const step = (name: string) => async () => {
    made.push(name);
    if (!isSlow) return base;
    const slow = Promise.withResolvers<void>();
    waiting.push(slow);
    await slow.promise;
    return base;
  };
  const makers: PythonMakers = {
    hasJail: async () => isJailed,
    environment: step("environment"),
    packages: step("packages"),
    lock: async (_base, packages) => {
      const at = made.push("lock");
      if (isSlow) {
        const slow = Promise.withResolvers<void>();
        waiting.push(slow);
        await slow.promise;
      }
      return {
        ...lock,
        at: `2024-02-29T00:00:0${at}.000Z`,
        packages: [...lock.packages].slice(0, packages.length + 1),
      };
    },
  };
  return { made, makers, waiting };
}

const strict: PythonPolicy = { allowUnsandboxed: false };
const errorOf = (work: Promise<unknown>): Promise<AppError | undefined> =>
  work.then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof AppError) return error;
      throw error;
    },
  );
const codeOf = async (work: Promise<unknown>) => (await errorOf(work))?.code ?? "done";

test("nothing of a draft's lock is fetched that the administrator does not allow, what it brings along included", async () => {
  const { made, makers } = makersOf();
  const preparation = pythonPreparation("/nowhere", { makers });
  const refused = await errorOf(preparation.ready({ lock }, { ...strict, allowedPackages: ["rapidfuzz"] }));
  expect(refused?.toData()).toMatchObject({ code: "package-not-allowed", params: { name: "brought-along" } });
  expect(made).toEqual([]);
  const both = { ...strict, allowedPackages: ["rapidfuzz", "Brought_Along"] };
  expect(await codeOf(preparation.ready({ lock }, both))).toBe("done");
  expect(made).toEqual(["environment", "packages"]);
});

test("nothing is made on a machine on which no script may run", async () => {
  const { made, makers } = makersOf({ isJailed: false });
  const preparation = pythonPreparation("/nowhere", { makers });
  expect(await codeOf(preparation.ready({}, strict))).toBe("python-sandbox-missing");
  expect(made).toEqual([]);
  expect(await codeOf(preparation.ready({}, { allowUnsandboxed: true }))).toBe("done");
  expect(made).toEqual(["environment"]);
});

test("what takes longer than a request is not waited for: who asks is told what is done and since when, and it is done once", async () => {
  const { made, makers, waiting } = makersOf({ isSlow: true });
  const preparation = pythonPreparation("/nowhere", { makers, grace: 5 });
  const told = await errorOf(preparation.ready({ lock }, strict));
  expect(told?.code).toBe("python-preparing");
  expect(told?.params).toMatchObject({ step: "interpreter", packages: 2, seconds: 0 });
  const id = String(told?.params.preparation);
  expect(preparation.progress(id)).toMatchObject({ step: "interpreter", packages: 2 });
  waiting[0]?.resolve();
  await expect.poll(() => preparation.progress(id)?.step).toBe("packages");
  const again = await errorOf(preparation.ready({ lock }, strict, id));
  expect(again?.params).toMatchObject({ preparation: id, since: told?.params.since, step: "packages" });
  expect(made).toEqual(["environment", "packages"]);
  waiting[1]?.resolve();
  await expect.poll(() => preparation.progress(id)).toBeUndefined();
});

test("a failure is told to who waited for it, and whoever asks anew starts anew", async () => {
  const { made, makers, waiting } = makersOf({ isSlow: true });
  const preparation = pythonPreparation("/nowhere", { makers, grace: 5 });
  const first = await errorOf(preparation.ready({}, strict));
  const id = String(first?.params.preparation);
  waiting[0]?.reject(new AppError("python-missing", { detail: "pip install" }));
  await expect.poll(() => preparation.progress(id)).toBeUndefined();
  for (const _ of ["one who waits", "another one"])
    expect((await errorOf(preparation.ready({}, strict, id)))?.toData()).toMatchObject({
      code: "python-missing",
      params: { detail: "pip install" },
    });
  expect(made).toEqual(["environment"]);
  const anew = await errorOf(preparation.ready({}, strict));
  expect(anew?.code).toBe("python-preparing");
  expect(anew?.params.preparation).not.toBe(id);
  expect(made).toEqual(["environment", "environment"]);
});

const declared = { module: "visits", packages: [{ name: "rapidfuzz" }] };

test("packages that the administrator does not allow are refused before anything is fetched, and what they bring along when it is known", async () => {
  const { made, makers } = makersOf({ isJailed: false });
  const preparation = pythonPreparation("/nowhere", { makers });
  const other = await errorOf(preparation.lock(declared, { ...strict, allowedPackages: ["requests"] }));
  expect(other?.toData()).toMatchObject({ code: "package-not-allowed", params: { name: "rapidfuzz" } });
  expect(made).toEqual([]);
  const along = await errorOf(preparation.lock(declared, { ...strict, allowedPackages: ["RapidFuzz"] }));
  expect(along?.params.name).toBe("brought-along");
  // Nothing of them runs while they are locked: that needs no sandbox.
  expect((await preparation.lock(declared, strict)).packages).toEqual(lock.packages);
  expect(made).toEqual(["environment", "lock", "environment", "lock"]);
});

test("packages are locked once, whoever asks meanwhile and in whatever spelling, and everybody who waited is told the same", async () => {
  const { made, makers, waiting } = makersOf({ isSlow: true });
  const preparation = pythonPreparation("/nowhere", { makers, grace: 5 });
  const two = { module: "visits", packages: [{ name: "Rapid_Fuzz" }, { name: "a", version: "1" }] };
  const told = await errorOf(preparation.lock(two, strict));
  expect(told?.code).toBe("python-preparing");
  expect(told?.params).toMatchObject({ step: "interpreter", packages: 2, seconds: 0 });
  const id = String(told?.params.preparation);
  // Whoever comes back finds it, of this module alone.
  expect(preparation.locking("visits")).toEqual({ id, packages: two.packages });
  expect(preparation.locking("cities")).toBeUndefined();
  waiting[0]?.resolve();
  await expect.poll(() => preparation.progress(id)).toMatchObject({ step: "lock", packages: 2 });
  const spelt = { module: "visits", packages: [{ name: "a", version: "1" }, { name: "rapid-fuzz" }] };
  const again = await errorOf(preparation.lock(spelt, strict));
  expect(again?.params).toMatchObject({ preparation: id, step: "lock", since: told?.params.since });
  expect(again?.toData().params.en).toContain("registry");
  expect(made).toEqual(["environment", "lock"]);
  waiting[1]?.resolve();
  await expect.poll(() => preparation.progress(id)).toBeUndefined();
  // Nobody has been told yet.
  expect(preparation.locking("visits")?.id).toBe(id);
  const found = await preparation.lock(two, strict, id);
  expect(await preparation.lock(spelt, strict, id)).toEqual(found);
  expect(preparation.locking("visits")).toBeUndefined();
  expect(made).toEqual(["environment", "lock"]);
  const anew = await errorOf(preparation.lock(two, strict));
  expect(anew?.params.preparation).not.toBe(id);
});

test("other versions and other modules have locks of their own, and the newest one is what a module waits for", async () => {
  const { makers } = makersOf({ isSlow: true });
  const preparation = pythonPreparation("/nowhere", { makers, grace: 5 });
  const asked = [
    declared,
    { module: "visits", packages: [{ name: "rapidfuzz", version: "3.0" }] },
    { module: "cities", packages: declared.packages },
  ];
  const ids = [];
  for (const one of asked) ids.push((await errorOf(preparation.lock(one, strict)))?.params.preparation);
  expect(new Set(ids).size).toBe(3);
  expect([preparation.locking("visits")?.id, preparation.locking("cities")?.id]).toEqual([ids[1], ids[2]]);
});

test("why packages could not be locked waits for who comes back, and is told once", async () => {
  const { made, makers, waiting } = makersOf({ isSlow: true });
  const preparation = pythonPreparation("/nowhere", { makers, grace: 5 });
  const id = String((await errorOf(preparation.lock(declared, strict)))?.params.preparation);
  waiting[0]?.reject(new AppError("package-registry-unreachable"));
  await expect.poll(() => preparation.progress(id)).toBeUndefined();
  expect(preparation.locking("visits")?.id).toBe(id);
  expect(await codeOf(preparation.lock(declared, strict, id))).toBe("package-registry-unreachable");
  expect(preparation.locking("visits")).toBeUndefined();
  expect(await codeOf(preparation.lock(declared, strict))).toBe("python-preparing");
  expect(made).toEqual(["environment", "environment"]);
});

test("a look-up in the registry is given up when nobody is there any more, and waited for", async () => {
  const { makers } = makersOf();
  let isOver = false;
  const lookUp: PythonMakers["lock"] = (_base, _packages, signal) =>
    new Promise((_resolve, reject) => {
      signal?.addEventListener("abort", () =>
        setTimeout(() => {
          isOver = true;
          reject(new Error("given up"));
        }, 20),
      );
    });
  const preparation = pythonPreparation("/nowhere", { makers: { ...makers, lock: lookUp }, grace: 10 });
  const declared = { module: "visits", packages: [{ name: "rapidfuzz" }] };
  const policy: PythonPolicy = { allowUnsandboxed: false };
  await expect(preparation.lock(declared, policy)).rejects.toMatchObject({ code: "python-preparing" });
  await preparation.close();
  expect(isOver).toBe(true);
});

test("two sets of packages are looked up at once, the next one when one of them is done", async () => {
  const { makers } = makersOf();
  const begun: string[] = [];
  const slow: PromiseWithResolvers<void>[] = [];
  const preparation = pythonPreparation("/nowhere", {
    grace: 5,
    makers: {
      ...makers,
      lock: async (_base, [first]) => {
        begun.push(first?.name ?? "");
        const own = Promise.withResolvers<void>();
        slow.push(own);
        await own.promise;
        return lock;
      },
    },
  });
  const ask = (name: string) => codeOf(preparation.lock({ module: "m", packages: [{ name }] }, strict));
  expect(await Promise.all(["a", "b", "c"].map(ask))).toEqual(Array(3).fill("python-preparing"));
  expect(begun).toEqual(["a", "b"]);
  slow[0]?.reject(new Error("failed"));
  await expect.poll(() => begun).toEqual(["a", "b", "c"]);
  for (const one of slow) one.resolve();
});
