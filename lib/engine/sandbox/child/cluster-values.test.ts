import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type DataPool, dataPool } from "../data-pool.ts";

let folder = "";
let pool: DataPool;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "etlx-clusters-"));
  pool = dataPool({ size: 1 });
});
afterAll(async () => {
  await pool.close();
  await rm(folder, { recursive: true, force: true });
});

async function clusters(
  lines: readonly string[],
  method: string,
  normalize: { rule: string; with?: Record<string, unknown> }[] = [],
) {
  const file = path.join(folder, "rows.csv");
  await writeFile(file, lines.map((line, at) => `${at},${line}\n`).join(""));
  const input = { kind: "csv" as const, file, columns: ["i", "it's"] };
  return pool.clusterValues({ input, column: "it's", label: "t.c", normalize, method, radius: 1 });
}

test("a column's texts are clustered in a child, after normalizers; nulls, empty texts and long ones are none", async () => {
  const lines = ["a b", '" a b"', '"A, B"', "", '""', "x".repeat(1001), "y".repeat(1001)];
  const found = await clusters(lines, "fingerprint", [
    { rule: "trim" },
    { rule: "map-values", with: { pairs: [["A, B", "b a"]] } },
  ]);
  expect(found).toEqual({
    looked: 7,
    rows: 4,
    distinct: 3,
    clusters: [{ to: "a b", from: ["b a"], rows: 1 }],
    more: 0,
  });
});

test("above the limits of a method it refuses with the numbers, and of many clusters it shows the largest", async () => {
  const many = Array.from({ length: 60_000 }, (_, at) => `v${at}`);
  const refused = expect.objectContaining({
    code: "merges-too-many",
    params: expect.objectContaining({ column: "t.c", limit: 50_000 }),
  });
  await expect(clusters(many, "levenshtein")).rejects.toThrow(refused);
  const pairs = Array.from({ length: 6_000 }, (_, at) => `w${Math.floor(at / 2)}${at % 2 ? "!" : ""}`);
  const found = await clusters(pairs, "fingerprint");
  expect(found.clusters).toHaveLength(2_000);
  expect(found.more).toBe(1_000);
});
