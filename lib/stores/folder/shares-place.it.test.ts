import { mkdir, mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type MountedFolder, secondNameOr } from "#lib/testing";
import { folderDriver } from "./driver.ts";

// One folder under two names that nothing but trying tells apart from two.

const unused = () => Promise.reject(new Error("not in this test"));
const driver = folderDriver({ network: { privateHosts: [] }, parquetAsCsv: unused });
const context = { store: "shelf", signal: new AbortController().signal };
let root = "";
let mounts: MountedFolder[] = [];

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "etlx-names-"));
  mounts = [];
  await mkdir(at("data", "store", "inner"), { recursive: true });
  await mkdir(at("apart"));
});
afterEach(async () => {
  for (const { unmount } of mounts.toReversed()) await unmount();
  await rm(root, { recursive: true, force: true });
});

const at = (...parts: string[]) => path.join(root, ...parts);
const shares = async (one: string, other: string) => [
  await driver.sharesPlace({ folder: one }, { folder: other }, context),
  await driver.sharesPlace({ folder: other }, { folder: one }, context),
];
const probes = async () =>
  (await readdir(root, { recursive: true })).filter((name) => name.includes(".etlx"));

test("a folder that is mounted twice is one place, also where one name only reads", async (given) => {
  const mount = async (of: string, name: string, options?: string) => {
    mounts.push(await secondNameOr(given, of, at(name), options));
  };
  await mount(at("data", "store"), "mounted");
  await mount(at("data", "store"), "read", "ro");
  await mount(at("data"), "around");
  expect(await shares(at("data", "store"), at("mounted"))).toEqual([true, true]);
  expect(await shares(at("data", "store"), at("read"))).toEqual([true, true]);
  expect(await shares(at("read"), at("apart"))).toEqual([false, false]);
  await mount(at("apart"), "read-too", "ro");
  await expect(shares(at("read"), at("read-too"))).rejects.toMatchObject({ code: "store-refused" });
  // One inside of the other, by a name that only the ends of its path tell.
  expect(await shares(at("data", "store"), at("around", "store", "inner"))).toEqual([true, true]);
  expect(await shares(at("around"), at("data", "store", "inner"))).toEqual([true, true]);
  expect(await shares(at("mounted"), at("apart"))).toEqual([false, false]);
  expect(await probes()).toEqual([]);
});

test("links are followed, and what is not there yet is nobody's", async () => {
  await symlink(at("data"), at("link"));
  expect(await shares(at("link", "store"), at("data", "store", "inner"))).toEqual([true, true]);
  expect(await shares(at("link", "store"), at("apart"))).toEqual([false, false]);
  expect(await shares(at("link", "store"), at("later"))).toEqual([false, false]);
  expect(await shares(at("link", "store", "later"), at("data", "store"))).toEqual([true, true]);
});
