import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { Manifest, ManifestTable } from "#lib/contracts";
import { folderDriver } from "./driver.ts";

// File systems that give a file no second name: network shares, memory cards.

const fault = vi.hoisted(() => ({ code: "", afterLatest: async () => {} }));
vi.mock("node:fs/promises", async (original) => {
  const real = await original<typeof import("node:fs/promises")>();
  return {
    ...real,
    link: async (from: string, to: string) => {
      if (fault.code === "") return real.link(from, to);
      throw Object.assign(new Error("no links"), { code: fault.code });
    },
    rename: async (from: string, to: string) => {
      await real.rename(from, to);
      if (path.basename(to) === "latest") await fault.afterLatest();
    },
  };
});

const unused = () => Promise.reject(new Error("not in this test"));
const driver = folderDriver({ network: { privateHosts: [] }, parquetAsCsv: unused });
let root = "";
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "etlx-no-links-"));
});
beforeEach(() => {
  Object.assign(fault, { code: "", afterLatest: async () => {} });
});
afterAll(() => rm(root, { recursive: true, force: true }));

const { signal } = new AbortController();
const runId = "00000000-0000-4000-8000-000000000001";
const context = { store: "shelf", module: "shop", runId, signal };

async function written(config: { readonly folder: string }) {
  await mkdir(config.folder, { recursive: true });
  const file = path.join(root, "visit.parquet");
  await writeFile(file, "rows");
  const table: ManifestTable = {
    ...{ name: "visit", file: "visit.parquet", mediaType: "application/vnd.apache.parquet", bytes: 4 },
    sha256: createHash("sha256").update("rows").digest("hex"),
    counts: { extracted: 1, transformed: 1, published: 1, rejected: 0, deduplicated: 0, suppressed: 0 },
    ...{ columns: [], primaryKey: [], foreignKeys: [] },
  };
  const manifest: Manifest = { format: 1, module: "shop", tables: [table], contentHash: "0", runId };
  return { manifest, copy: await driver.write(config, [{ table, path: file }], context) };
}

test.each(["EPERM", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EXDEV"])(
  "a folder whose file system answers %s gets a second copy, and its test says so",
  async (code) => {
    const config = { folder: path.join(root, code) };
    const { copy, manifest } = await written(config);
    fault.code = code;
    await driver.commit(config, copy, manifest, 1, context);
    const shown = path.join(config.folder, "shop", "v1", "visit.parquet");
    expect(await readFile(shown, "utf8")).toBe("rows");
    expect((await stat(shown)).nlink).toBe(1);
    const { warnings } = await driver.test(config, signal);
    expect(warnings).toMatchObject([{ en: expect.stringContaining("hard links"), ru: expect.any(String) }]);
    expect((await readdir(config.folder)).filter((name) => name.startsWith(".etlx"))).toEqual([]);
    fault.code = "";
    expect((await driver.test(config, signal)).warnings).toEqual([]);
    expect((await readdir(config.folder)).filter((name) => name.startsWith(".etlx"))).toEqual([]);
  },
);

test("a second copy is the record's, or the version is not shown", async () => {
  const config = { folder: path.join(root, "wrong") };
  const { copy, manifest } = await written(config);
  await writeFile(copy.tables[0]?.location ?? "", "rowz");
  fault.code = "EPERM";
  await expect(driver.commit(config, copy, manifest, 1, context)).rejects.toMatchObject({
    code: "store-failed",
    params: { detail: "SHA-256" },
  });
  expect(await readdir(path.join(config.folder, "shop"))).toEqual(["runs"]);
});

test("what the manifest says nothing of is not shown", async () => {
  const config = { folder: path.join(root, "unsaid") };
  const { copy, manifest } = await written(config);
  fault.code = "EPERM";
  await expect(driver.commit(config, copy, { ...manifest, tables: [] }, 1, context)).rejects.toMatchObject({
    code: "store-failed",
    params: { detail: "manifest.json: visit" },
  });
  expect(await readdir(path.join(config.folder, "shop"))).toEqual(["runs"]);
});

test("other answers end it, in a test too", async () => {
  const config = { folder: path.join(root, "full") };
  const { copy, manifest } = await written(config);
  fault.code = "ENOSPC";
  await expect(driver.commit(config, copy, manifest, 1, context)).rejects.toMatchObject({
    code: "disk-full",
  });
  await expect(driver.test(config, signal)).rejects.toMatchObject({ code: "disk-full" });
});

test("the newest version is looked for again after it was named", async () => {
  const config = { folder: path.join(root, "raced") };
  const { copy, manifest } = await written(config);
  fault.afterLatest = async () => {
    fault.afterLatest = async () => {};
    // Another run shows its own, and had not seen this one when it named the newest.
    const other = path.join(config.folder, "shop", "v2");
    await mkdir(other);
    await writeFile(path.join(other, "manifest.json"), JSON.stringify({ runId: "another" }));
  };
  await driver.commit(config, copy, manifest, 1, context);
  expect(await readFile(path.join(config.folder, "shop", "latest"), "utf8")).toBe("v2\n");
});
