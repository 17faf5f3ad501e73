import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ColumnType, formatColumnType, parseColumnType } from "#lib/contracts";
import { duckdbQuoting, name, render, type Sql, sql, unsafeText } from "#lib/sql";
import { edgeValues, openTestEngine, type TestEngine, valuesTable } from "#lib/testing";
import { placed, placedByGroup, placedValue } from "./compile-placed.ts";

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

const middle = (count: Sql) => sql`(${count} + 1) // 2`;
const value = name("v");

const typeOf = (text: string): ColumnType => {
  const type = parseColumnType(text);
  if (!type) throw new Error(text);
  return type;
};
const integers = (numbers: readonly (number | null)[]) =>
  valuesTable(numbers.map((one) => sql`cast(${one === null ? null : String(one)} as bigint)`));
const wholeOf = async (table: Sql, margin?: number) =>
  engine.value(sql`select cast(${placed} as varchar) from ${placedValue(table, value, middle, margin)}`);

describe("one value of all", () => {
  // A margin below zero makes the look at a sample wrong, so that all are sorted.
  const margins = [undefined, 0, -0.5];
  test("is the middle one, as sorting finds it", async () => {
    const numbers = fc.array(fc.option(fc.integer({ min: -30, max: 30 })), { maxLength: 60 });
    let empty = 0;
    for (const given of [...fc.sample(numbers, { numRuns: 60, seed: 11 }), [], [null]]) {
      const present = given.filter((one) => one !== null).toSorted((a, b) => a - b);
      const expected = present[Math.floor((present.length + 1) / 2) - 1];
      if (present.length === 0) empty++;
      const table = integers(given.length > 0 ? given : [null]);
      for (const margin of margins)
        expect(await wholeOf(table, margin)).toBe(expected === undefined ? null : String(expected));
    }
    expect(empty).toBeGreaterThanOrEqual(2);
  });

  test("of every type that has an order, their extremes too", async () => {
    const types = [
      "integer",
      "decimal(38,6)",
      "decimal(12,2)",
      "float",
      "date",
      "timestamp",
      "timestamp(tz)",
    ];
    for (const type of types.map(typeOf)) {
      const table = valuesTable(edgeValues(type));
      const naive = sql`select cast(quantile_disc(v, 0.5) as varchar) from (${table})`;
      for (const margin of margins)
        expect(await wholeOf(table, margin), formatColumnType(type)).toBe(await engine.value(naive));
    }
  });

  test("of many more values than the sample, whatever their shape", async () => {
    const shapes = [
      "range",
      "range // 1000",
      "case when range % 2 = 0 then 0 else range end",
      "(range * range) % 1000003",
      "0",
      "-range",
    ];
    for (const shape of shapes) {
      const table = sql`select ${unsafeText(shape)} as v from range(200001)`;
      const naive = await engine.value(sql`select cast(quantile_disc(v, 0.5) as varchar) from (${table})`);
      for (const margin of margins) expect(await wholeOf(table, margin), shape).toBe(naive);
    }
  });
});

test("one value of each group, null a group like any other", async () => {
  const rows = sql`select case when range % 7 = 0 then null else range % 7 end as g, range % 3 as h,
    case when range % 5 > 0 then (range * 7919) % 1009 end as v from range(4000)`;
  const found = await engine.rows(
    sql`select g, h, ${placed}, "__n" from ${placedByGroup(rows, value, ["g", "h"], middle)} order by all`,
  );
  expect(found).toEqual(
    await engine.rows(
      sql`select g, h, quantile_disc(v, 0.5), count(v) from (${rows}) where v is not null group by g, h order by all`,
    ),
  );
  expect(found).toHaveLength(21);
});

describe("in memory that does not grow with the values", () => {
  const rows = 12_000_000;
  const limit = 96;
  let folder: string;
  let instance: DuckDBInstance;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "etlx-placed-"));
    instance = await DuckDBInstance.create(path.join(folder, "values.duckdb"), {
      threads: "2",
      memory_limit: `${limit}MB`,
      temp_directory: path.join(folder, "spill"),
      preserve_insertion_order: "false",
    });
    const connection = await instance.connect();
    await connection.run(
      `create table t as select (hash(range) % 1000000007)::decimal(38,0) * 1000003 as v, range % 4 as g from range(${rows})`,
    );
    connection.closeSync();
  }, 180_000);
  afterAll(async () => {
    instance.closeSync();
    await rm(folder, { recursive: true, force: true });
  });

  /** Megabytes that the process grows by while a query runs. */
  async function growth(query: Sql): Promise<number> {
    const connection = await instance.connect();
    const before = process.memoryUsage.rss();
    let most = before;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage.rss());
    }, 20);
    try {
      const found = await connection.runAndReadAll(render(query, duckdbQuoting).text);
      expect(found.getRowsJson().length).toBeGreaterThan(0);
    } finally {
      clearInterval(watch);
      connection.closeSync();
    }
    return (most - before) / 2 ** 20;
  }
  const table = sql`select * from t`;

  test.each([
    ["of all", placedValue(table, value, middle)],
    ["of all, sorted", placedValue(table, value, middle, -0.5)],
    ["of each group", placedByGroup(table, value, ["g"], middle)],
  ])("%s", { timeout: 240_000 }, async (_label, query) => {
    // The values alone are twice the limit.
    expect(rows * 16).toBeGreaterThan(1.9 * limit * 2 ** 20);
    const megabytes = await growth(sql`select * from ${query}`);
    console.info(`grew by ${megabytes.toFixed(0)} MB`);
    expect(megabytes).toBeLessThan(2 * limit);
  });
});
