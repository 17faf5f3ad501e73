import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type LockedEngine, openLockedEngine } from "./locked-engine.ts";

/** The engine behind the script's own check: it refuses by itself what a script should never have come to. */

let folder = "";
let engine: LockedEngine;
const at = (name: string) => path.join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "etlx-locked-"));
  await writeFile(at("given.csv"), "a\n1\n");
  await writeFile(at("other.csv"), "a\n2\n");
  engine = await openLockedEngine(at("scratch"), { memory: "100MB", threads: 1, diskBytes: 2 ** 20 });
  await engine.lock([at("given.csv")]);
});
afterAll(async () => {
  engine.close();
  await rm(folder, { recursive: true, force: true });
});

it("reads what it was given", async () => {
  expect(await engine.rows(`select a::int as a from read_csv('${at("given.csv")}')`)).toEqual([{ a: 1 }]);
});

it.each([
  ["another file", () => `from read_csv('${at("other.csv")}')`],
  ["a file of the system", () => "from read_text('/etc/passwd')"],
  ["a list of files", () => "from glob('/etc/*')"],
  ["a file to write", () => `copy (select 1) to '${at("new.csv")}'`],
  ["a database", () => `attach '${at("new.duckdb")}'`],
  ["an extension", () => "install httpfs"],
  ["the network", () => "from read_csv('http://127.0.0.1:9/x.csv')"],
])("does not open %s", async (_, statement) => {
  await expect(engine.rows(statement())).rejects.toThrow(/Permission|disabled/i);
});

it.each(["set enable_external_access = true", "set threads = 8", "set allowed_paths = ['/']"])(
  "cannot be unlocked: %s",
  async (statement) => {
    await expect(engine.rows(statement)).rejects.toThrow(/locked|cannot/i);
  },
);
