import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { name, sql } from "#lib/sql";
import { type Engine, openEngine } from "./open-engine.ts";

let folder: string;
let engine: Engine;
let abort: AbortController;
beforeEach(async () => {
  // A connection that is not set up takes the zone of the process.
  vi.stubEnv("TZ", "Asia/Tokyo");
  folder = await mkdtemp(path.join(tmpdir(), "etlx-lanes-"));
  abort = new AbortController();
  engine = await openEngine({
    file: path.join(folder, "lanes.duckdb"),
    inMemory: true,
    memory: "256MB",
    threads: 2,
    material: () => Promise.reject(new Error("no keys here")),
    signal: abort.signal,
  });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

const endless = sql`select count(*) from range(1000000000) a(i), range(1000000) b(j) where (i * j) % 7 = 3`;

test("jobs see one database, each on a connection that is set up alike", async () => {
  await engine.execute(sql`create table t as select 1 as n`);
  const zones: unknown[] = [];
  let inside = 0;
  let most = 0;
  await engine.together(
    Array.from({ length: 6 }, (_, index) => async (lane) => {
      most = Math.max(most, ++inside);
      await lane.execute(sql`create table ${name(`t_${index}`)} as select n + ${index} as n from t`);
      const [row] = await lane.rows(
        sql`select current_setting('TimeZone') || ' ' || current_setting('disabled_optimizers') as z`,
      );
      zones.push(row?.z);
      inside--;
    }),
  );
  expect(most).toBe(2);
  expect(new Set(zones)).toEqual(new Set(["UTC common_subexpressions"]));
  expect(zones).toHaveLength(6);
  expect(
    await engine.count(
      sql`select sum(n) from (select n from t_0 union all select n from t_1 union all select n from t_5)`,
    ),
  ).toBe(9);
});

test("a failure is thrown once what was begun has ended, and nothing more is begun", async () => {
  const ended: number[] = [];
  const jobs = Array.from({ length: 8 }, (_, index) => async (lane: { rows: Engine["rows"] }) => {
    await lane.rows(index === 1 ? sql`select * from nowhere` : sql`select count(*) from range(3000000)`);
    ended.push(index);
  });
  await expect(engine.together(jobs)).rejects.toMatchObject({ code: "engine-failed" });
  expect(ended).toContain(0);
  expect(ended.length).toBeLessThan(7);
  expect(await engine.count(sql`select 1`)).toBe(1);
});

test("an abort ends all of them", async () => {
  const jobs = [0, 1].map(() => async (lane: { rows: Engine["rows"] }) => void (await lane.rows(endless)));
  const working = engine.together(jobs);
  working.catch(() => undefined);
  setTimeout(() => abort.abort(new Error("enough")), 200);
  await expect(working).rejects.toThrow("enough");
});
