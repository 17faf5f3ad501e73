import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { sql } from "#lib/sql";
import { openTestEngine, type TestEngine } from "#lib/testing";
import { keyedFunctions } from "../keyed-functions.ts";
import { capacityOf, distinctFake } from "./distinct-fake.ts";
import { kinds } from "./make-fake.ts";

vi.setConfig({ testTimeout: 120_000 });

let engine: TestEngine;
let otherKey: TestEngine;
let cases = 0;
beforeAll(async () => {
  engine = await openTestEngine();
  otherKey = await openTestEngine(8);
});
afterAll(() => {
  engine.close();
  otherKey.close();
  expect(cases).toBe(kinds.length * 2);
});

const most = 50_000;
const keyed = keyedFunctions("d", "fake");

test.each(kinds.flatMap((kind) => [{ kind, locale: "en" } as const, { kind, locale: "ru" } as const]))(
  "$kind in $locale: every place gets its own, the whole of a small domain too",
  async (drawn) => {
    const capacity = capacityOf(drawn);
    const rows = capacity < most ? Number(capacity) : most;
    expect(capacity).toBeGreaterThan(50n);
    const statement = sql`select count(distinct o), count(o), md5(string_agg(o, ',' order by i))
      from (select i, ${distinctFake(drawn, keyed, sql`i`)} as o from range(${rows}) r(i))`;
    const [row] = await engine.rows(statement);
    expect(row?.slice(0, 2)).toEqual([String(rows), String(rows)]);
    const [other] = await otherKey.rows(statement);
    expect(other?.[2]).not.toBe(row?.[2]);
    cases++;
  },
);

test("what there is to draw suffices for what people are called and reached by", () => {
  const of = (kind: (typeof kinds)[number], locale: "en" | "ru") => Number(capacityOf({ kind, locale }));
  expect(of("full-name", "ru")).toBeGreaterThan(1e6);
  expect(of("full-name", "en")).toBeGreaterThan(1e5);
  expect(of("email", "en")).toBeGreaterThan(1e10);
  expect(of("user-name", "ru")).toBeGreaterThan(1e8);
  expect(of("phone", "ru")).toBe(1e7);
});
