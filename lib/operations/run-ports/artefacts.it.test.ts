import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type DataFolder, dataFolder } from "#lib/config/server";
import { editAndSave, smallDocument, type TestRecords, testRecords } from "#lib/testing";
import { openQuarantine, putInQuarantine } from "./quarantine-files.ts";
import { isInRecord, keepInRecord } from "./record-files.ts";

let records: TestRecords;
let folder = "";
let data: DataFolder;
let runId = "";
let revisionId = "";
let moduleId = "";
const masterKey = randomBytes(32);

beforeAll(async () => {
  records = await testRecords("artefacts");
  folder = await mkdtemp(path.join(tmpdir(), "etlx-artefacts-"));
  data = dataFolder(folder);
  const engineer = await records.user("data-engineer");
  const made = await records.db.modules.create({
    name: "shop",
    document: smallDocument("shop"),
    createdBy: engineer,
  });
  moduleId = made.id;
  revisionId = (await editAndSave(records.db, "shop", engineer)).id;
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await records.close();
});
beforeEach(async () => {
  runId = (await records.db.runs.create({ moduleId, revisionId, kind: "trial" })).id;
});

async function file(name: string, bytes: Uint8Array | string): Promise<string> {
  const target = path.join(folder, name);
  await writeFile(target, bytes);
  return target;
}

async function read(rows: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of rows) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const limits = { days: 14, maxBytes: 1_000_000 };
const failing = (code: string) => expect.objectContaining({ code });

test("a file is kept once under its content, readable by its owner alone, and moved there", async () => {
  const first = await file("a.parquet", "content");
  const kept = await keepInRecord(data, first);
  expect(kept).toEqual({
    sha256: "ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73",
    bytes: 7,
    path: data.record(kept.sha256),
  });
  expect((await stat(kept.path)).mode & 0o777).toBe(0o600);
  await expect(stat(first)).rejects.toThrow("ENOENT");
  const old = new Date(Date.now() - 86_400_000 * 3);
  await utimes(kept.path, old, old);
  expect(await keepInRecord(data, await file("b.parquet", "content"))).toEqual(kept);
  // Touched, so that a sweep knows that it is wanted again.
  expect(Date.now() - (await stat(kept.path)).mtimeMs).toBeLessThan(60_000);
  expect(await readdir(data.recordRoot)).toEqual([kept.sha256]);
  expect(await isInRecord(data, kept)).toBe(true);
});

test("a file that the record holds broken is replaced by a good one", async () => {
  const kept = await keepInRecord(data, await file("c.parquet", "more content"));
  await writeFile(kept.path, "more");
  expect(await isInRecord(data, kept)).toBe(false);
  await keepInRecord(data, await file("d.parquet", "more content"));
  expect(await readFile(kept.path, "utf8")).toBe("more content");
});

test("rejected rows are kept encrypted and come back to who may look", async () => {
  const rows = Buffer.from("ivan.petrov@example.com ".repeat(5_000));
  const plain = await file("quarantine.parquet", rows);
  const place = { db: records.db, data, masterKey };
  const kept = await putInQuarantine(place, limits, { runId, table: "patient", file: plain, rows: 5 });
  expect(kept).toMatchObject({ rows: 5, table: "patient" });
  await expect(stat(plain)).rejects.toThrow("ENOENT");
  const stored = path.join(data.quarantineRoot, kept.path ?? "");
  expect((await stat(stored)).mode & 0o777).toBe(0o600);
  expect((await readFile(stored)).includes("ivan.petrov")).toBe(false);
  expect((await read(await openQuarantine(place, runId, "patient"))).equals(rows)).toBe(true);
  const stranger = { ...place, masterKey: randomBytes(32) };
  await expect(openQuarantine(stranger, runId, "patient")).rejects.toThrow(failing("ciphertext-invalid"));
});

test("a retry replaces what an earlier attempt put there", async () => {
  const place = { db: records.db, data, masterKey };
  for (const content of ["first", "second"]) {
    const plain = await file("again.parquet", content);
    await putInQuarantine(place, limits, { runId, table: "patient", file: plain, rows: 1 });
  }
  expect((await read(await openQuarantine(place, runId, "patient"))).toString()).toBe("second");
  expect(await readdir(data.quarantine(runId))).toHaveLength(1);
});

test("past the cap rows are counted and dropped; past their days they are not given out", async () => {
  const place = { db: records.db, data, masterKey };
  const used = await records.db.quarantines.spaceUsed();
  const plain = await file("big.parquet", randomBytes(10_000));
  const full = { days: 14, maxBytes: used + 9_999 };
  const dropped = await putInQuarantine(place, full, { runId, table: "big", file: plain, rows: 7 });
  expect(dropped).toMatchObject({ rows: 7, bytes: 0, path: undefined });
  await expect(stat(plain)).rejects.toThrow("ENOENT");
  await expect(openQuarantine(place, runId, "big")).rejects.toThrow(failing("not-found"));
  const late = await file("late.parquet", "x");
  const over = { days: -1, maxBytes: 1_000_000 };
  await putInQuarantine(place, over, { runId, table: "late", file: late, rows: 1 });
  await expect(openQuarantine(place, runId, "late")).rejects.toThrow(failing("not-found"));
  expect((await records.db.quarantines.expired(new Date())).map(({ table }) => table)).toEqual(["late"]);
});
