import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AppError } from "#lib/kernel";
import { lockFileOf, withLock } from "./package-lock.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "etlx-lock-file-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const lockOf = (version: string) => ({
  at: "2026-01-01T00:00:00.000Z",
  python: "3.11",
  platform: "linux-x86_64",
  packages: [{ name: "rapidfuzz", version, sha256: "ab".repeat(32) }],
});
const packages = [{ name: "RapidFuzz", version: "3.0" }];

test("a lock lies beside its document and is read where the document holds none of its packages", async () => {
  const file = path.join(folder, "clinic.module.jsonld");
  expect(lockFileOf(file)).toBe(path.join(folder, "clinic.lock.json"));
  expect(lockFileOf("plain.json")).toBe("plain.lock.json");
  expect(await withLock(file, { packages })).toEqual({ packages });
  await writeFile(lockFileOf(file), JSON.stringify(lockOf("3.0")));
  expect(await withLock(file, { packages })).toEqual({ packages, packageLock: lockOf("3.0") });
  expect(await withLock(file, { packages, packageLock: lockOf("2.0") })).toMatchObject({
    packageLock: lockOf("3.0"),
  });
  const own = { packages, packageLock: { ...lockOf("3.0"), at: "2025-01-01T00:00:00.000Z" } };
  expect(await withLock(file, own)).toBe(own);
  expect(await withLock(file, { name: "without" })).toEqual({ name: "without" });
});

test("a lock that is none is refused with its file", async () => {
  const file = path.join(folder, "broken.module.jsonld");
  for (const text of [
    "{",
    "[]",
    JSON.stringify({ ...lockOf("1"), packages: [{ name: "-r x", version: "1" }] }),
  ]) {
    await writeFile(lockFileOf(file), text);
    const error = await withLock(file, { packages }).then(
      () => undefined,
      (thrown: AppError) => thrown,
    );
    expect([error?.code, error?.params.file]).toEqual(["file-unreadable", lockFileOf(file)]);
  }
});
