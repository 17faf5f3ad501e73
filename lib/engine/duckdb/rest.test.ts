import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { sql } from "#lib/sql";
import { openEngine } from "./open-engine.ts";

for (const inMemory of [false, true])
  test(`an engine that rests keeps its tables and its limit${inMemory ? ", in memory too" : ", and little memory"}`, async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "etlx-rest-"));
    const engine = await openEngine({
      file: path.join(folder, "run.duckdb"),
      inMemory,
      memory: "256MB",
      threads: 1,
      material: async () => new Uint8Array(32),
      signal: new AbortController().signal,
    });
    try {
      await engine.execute(sql`create table t as select hash(i) as h, i from range(5000000) r(i)`);
      const figures = async () => ({
        bytes: await engine.count(sql`select sum(memory_usage_bytes)::double from duckdb_memory()`),
        sum: await engine.count(sql`select sum(i)::double from t`),
        limit: (await engine.rows(sql`select current_setting('memory_limit') as m`))[0]?.m,
      });
      const before = await figures();
      expect(before.bytes).toBeGreaterThan(64e6);
      await engine.rest();
      const bytes = await engine.count(sql`select sum(memory_usage_bytes)::double from duckdb_memory()`);
      if (inMemory) expect(bytes).toBeGreaterThan(64e6);
      else expect(bytes).toBeLessThan(33e6);
      const after = await figures();
      expect(after).toEqual({ ...before, bytes: expect.anything() });
      expect(after.sum).toBe((5e6 * (5e6 - 1)) / 2);
    } finally {
      await engine.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
