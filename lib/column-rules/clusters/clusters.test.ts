import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sql } from "#lib/sql";
import { edgeValues, openTestEngine, type TestEngine, valuesTable } from "#lib/testing";
import { findNormalizer } from "../index.ts";
import { compileClusters, compileDistinctCount, compilePairCount } from "./compile-clusters.ts";
import { mergeClusters, pairsOf } from "./merge-clusters.ts";
import { clusterMethods, findClusterMethod } from "./methods.ts";

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

const columnOf = (texts: readonly string[]) => ({
  table: sql`(${valuesTable(texts.map((one) => sql`${one}`))})`,
  column: "v",
});

async function clustersOf(id: string, texts: readonly string[], radius = 1) {
  const method = findClusterMethod(id);
  if (!method) throw new Error(`no method ${id}`);
  const rows = await engine.rows(compileClusters(columnOf(texts), method, radius));
  return mergeClusters(
    rows.map(([from, to, n, m]) => ({
      from: String(from),
      to: String(to),
      fromRows: Number(n),
      toRows: Number(m),
    })),
  );
}

test("a fingerprint joins words in any order, case and punctuation; the most frequent spelling stays", async () => {
  const texts = ["Иванов Иван", "иван, ИВАНОВ", "Иванов Иван", "Café Noir", "noir cafe!", "Пётр", "Perm"];
  expect(await clustersOf("fingerprint", texts)).toEqual([
    { to: "Café Noir", from: ["noir cafe!"], rows: 1 },
    { to: "Иванов Иван", from: ["иван, ИВАНОВ"], rows: 1 },
  ]);
});

test("an n-gram fingerprint joins lost spaces and doubled letters", async () => {
  const texts = ["Krzysztof", "KRZ YSZ-TOF", "Санкт-Петербург", "Санкт Петербург", "Москва"];
  expect((await clustersOf("ngram-fingerprint", texts)).map(({ to, from }) => [to, ...from])).toEqual([
    ["KRZ YSZ-TOF", "Krzysztof"],
    ["Санкт Петербург", "Санкт-Петербург"],
  ]);
});

test("few changed letters join through neighbours, and not beyond the radius", async () => {
  const texts = ["Екатеринбург", "Екатеринбург", "Екатиринбург", "Екатиринбурк", "Пермь", "Пермск"];
  expect(await clustersOf("levenshtein", texts)).toEqual([
    { to: "Екатеринбург", from: ["Екатиринбург", "Екатиринбурк"], rows: 2 },
  ]);
  expect((await clustersOf("levenshtein", texts, 2)).length).toBe(2);
});

test("the pairs are parameters of map-values, and applying them leaves one spelling", async () => {
  const pairs = pairsOf(await clustersOf("fingerprint", ["a b", "a b", "b a", "A, b"]));
  const rule = findNormalizer("map-values");
  const params = rule?.params.parse({ pairs });
  const mapped = rule?.compile?.duckdb({ value: sql`v`, type: { name: "string" }, params }) ?? sql`null`;
  const { table } = columnOf(["a b", "b a", "A, b"]);
  expect(await engine.rows(sql`select distinct ${mapped} from ${table}`)).toEqual([["a b"]]);
});

test("hostile values make no method fail, and order does not matter", async () => {
  let ran = 0;
  for (const method of clusterMethods) {
    const table = sql`(${valuesTable(edgeValues({ name: "string" }))})`;
    const rows = await engine.rows(compileClusters({ table, column: "v" }, method, 2));
    expect(rows.every((row) => row.every((value) => value !== null))).toBe(true);
    await engine.value(compilePairCount({ table, column: "v" }, method, 2));
    const texts = ["b a", "a b", "a  b", "ab", "abc", "b-a"];
    expect(await clustersOf(method.id, texts)).toEqual(await clustersOf(method.id, texts.toReversed()));
    ran++;
  }
  expect(ran).toBe(3);
});

/** From the definition, pair by pair: letters that the engine's bytes are one of. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries())
      next.push(
        Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)),
      );
    row = next;
  }
  return row.at(-1) ?? 0;
}

test("neighbours are exactly the pairs within the radius that share letters in a row, whatever their lengths", async () => {
  const method = findClusterMethod("levenshtein");
  if (!method) throw new Error("no method");
  const threes = (text: string) =>
    Array.from({ length: Math.max(1, text.length - 2) }, (_, at) => text.slice(at, at + 3));
  const word = fc
    .tuple(
      fc.array(fc.constantFrom("a", "b", "я"), { maxLength: 9, size: "max" }),
      fc.constantFrom("", "ан", "enko", "x"),
    )
    .map((parts) => parts.flat().join(""));
  let neighbours = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(word, { minLength: 60, maxLength: 80 }),
      fc.constantFrom(1, 2, 3),
      async (texts, radius) => {
        const rows = await engine.rows(compileClusters(columnOf(texts), method, radius));
        const expected = texts.flatMap((a) =>
          texts
            .filter((b) => a < b && distance(a, b) <= radius && threes(a).some((k) => threes(b).includes(k)))
            .map((b) => `${a} ${b}`),
        );
        expect(rows.map(([from, to]) => `${from} ${to}`).toSorted()).toEqual(expected.toSorted());
        const pairs = Number(await engine.value(compilePairCount(columnOf(texts), method, radius)));
        expect(pairs).toBeGreaterThanOrEqual(expected.length);
        neighbours += expected.length;
      },
    ),
    { numRuns: 25, seed: 9 },
  );
  expect(neighbours).toBeGreaterThan(500);
}, 60_000);

test("ten million distinct values are seen to be too many for every method, in constant memory", async () => {
  const table = sql`(select cast(i as varchar) as v from range(10000000) t(i))`;
  const count = Number(await engine.value(compileDistinctCount({ table, column: "v" })));
  expect(count / 1e7).toBeCloseTo(1, 0);
  for (const { greatest } of clusterMethods) expect(count).toBeGreaterThan(greatest);
}, 60_000);
