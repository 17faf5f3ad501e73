import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ownerMark, startOf } from "../owner.ts";
import { oneAtATime } from "./one-at-a-time.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "etlx-one-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("one after the other, those that fail too, and nothing stays behind", async () => {
  const lock = path.join(folder, "first", "making");
  let atWork = 0;
  let most = 0;
  const work = async (isFailing: boolean) => {
    most = Math.max(most, ++atWork);
    await pause(30);
    atWork -= 1;
    if (isFailing) throw new TypeError("failing");
    return "done";
  };
  const all = [false, true, false].map((isFailing) => oneAtATime(lock, () => work(isFailing)));
  const ends = await Promise.allSettled(all);
  expect(ends.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(most).toBe(1);
  expect(await readdir(path.dirname(lock))).toEqual([]);
});

test("a process that runs is waited for, and one that is no more is not", async () => {
  const lock = path.join(folder, "second");
  const other = spawn("sleep", ["60"]);
  await once(other, "spawn");
  const [machine] = (await ownerMark()).split("-");
  await writeFile(lock, `${machine}-${other.pid}-${(await startOf(other.pid ?? 0)) ?? 0}`);
  let isDone = false;
  const done = oneAtATime(lock, async () => {
    isDone = true;
  });
  await pause(700);
  expect(isDone).toBe(false);
  other.kill("SIGKILL");
  await once(other, "exit");
  await done;
  expect(isDone).toBe(true);
});

test("a process of another machine is waited for until it has been silent for a minute, whatever runs here", async () => {
  const lock = path.join(folder, "third");
  // This process's own number, on a machine that shares the folder.
  await writeFile(lock, `00000000-${process.pid}-${await startOf(process.pid)}`);
  let isDone = false;
  const done = oneAtATime(lock, async () => {
    isDone = true;
  });
  await pause(700);
  expect(isDone).toBe(false);
  const before = new Date(Date.now() - 61_000);
  await utimes(lock, before, before);
  await done;
  expect(isDone).toBe(true);
});
