import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { FileReading, FileSandbox } from "./definition.ts";
import { openFileSession } from "./file-session.ts";
import type { PathFound } from "./path-asked.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "etlx-session-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));
const at = (name: string) => path.join(folder, name);

const notUsed = () => Promise.reject(new Error("not used"));
const sandbox: FileSandbox = {
  inspect: notUsed,
  run: async () => ({ columns: [], rows: 0 }),
  inspectDatabase: notUsed,
  runInDatabase: notUsed,
};
const { signal } = new AbortController();
const reading = (name: string): FileReading => ({
  table: "t",
  label: name,
  path: at(name),
  format: "auto",
  compression: "auto",
  encoding: "auto",
  header: "auto",
});

const open = (files: readonly FileReading[], fileAt: (path: string) => Promise<PathFound>) =>
  openFileSession(async () => files, sandbox, { runName: "r", signal, scratch: at("scratch") }, { fileAt });

it("tells what was fetched for questions of a script by number and sum alone", async () => {
  await writeFile(at("listed"), "of all people");
  const answers = ['{"id":17}', '{"id":18,"a":true}'];
  const session = await open([reading("listed")], async (wanted) => {
    await writeFile(at(`fetched ${wanted}`), answers[Number(wanted)] ?? "");
    return { fetched: at(`fetched ${wanted}`) };
  });
  for (const [number, answer] of answers.entries()) {
    expect(await session.get?.(`${number}`, at("got"))).toBe("done");
    expect(await readFile(at("got"), "utf8")).toBe(answer);
  }
  expect((await readdir(folder)).filter((name) => name.startsWith("fetched"))).toEqual([]);
  expect((await session.files?.())?.map(({ bytes }) => bytes)).toEqual([13]);
  expect(session.cost()).toMatchObject({ files: 3, bytes: 13 + answers.join("").length });
  await session.close();
});

it("gives a file of its source where that one is still the same, whatever became of the others", async () => {
  const files = [reading("one"), reading("other")];
  for (const { path: file } of files) await writeFile(file, "as it was");
  const session = await open(files, async (wanted) => ({ listed: files[Number(wanted)] ?? reading("none") }));
  await writeFile(at("other"), "as it became");
  expect(await session.get?.("0", at("got"))).toBe("done");
  const changed = { code: "file-changed", params: { file: "other" } };
  await expect(session.get?.("1", at("got"))).rejects.toMatchObject(changed);
  await expect(session.extract("t", "select 1")).rejects.toMatchObject(changed);
  await expect(session.files?.()).rejects.toMatchObject(changed);
  await session.close();
});
