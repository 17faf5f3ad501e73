import { mkdir, mkdtemp, readdir, rm, utimes } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { isLeft, ownerMark, sweepLeft } from "./owner.ts";

let root = "";
beforeAll(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), "etlx-owner-"));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const day = 86_400_000;
async function put(name: string, age = 0): Promise<string> {
  const folder = path.join(root, name);
  await mkdir(folder);
  const then = new Date(Date.now() - age);
  await utimes(folder, then, then);
  return folder;
}

it("sweeps what processes left that are no more, and nothing else", async () => {
  const own = await ownerMark();
  const [machine = ""] = own.split("-");
  const [, ended, other] = await Promise.all([
    put(`look-${own}-a`),
    put(`look-${machine}-${process.pid}-1-b`),
    put("look-00000000-1-1-c", 2 * day),
    put("look-00000000-1-1-d"),
    put(`script-${machine}-${process.pid}-1-e`),
    put("look-f", 2 * day),
  ]);
  const removed: string[] = [];
  const stubborn = async (folder: string) => {
    removed.push(folder);
    if (folder === ended) throw new Error("busy");
    await rm(folder, { recursive: true });
  };
  expect(await sweepLeft(root, "look", stubborn)).toBe(1);
  expect(removed.toSorted()).toEqual([ended, other].toSorted());
  expect(await readdir(root)).toHaveLength(5);
  // The next one gets what could not be removed.
  expect(await sweepLeft(root, "look", (folder) => rm(folder, { recursive: true }))).toBe(1);
  expect(await sweepLeft(path.join(root, "nowhere"), "look", stubborn)).toBe(0);
});

it("leaves what is gone to whoever removed it", async () => {
  expect(await isLeft(path.join(root, "gone"), "00000000-1-1", 0)).toBe(false);
});
