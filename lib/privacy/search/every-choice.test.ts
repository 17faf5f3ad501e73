import fc from "fast-check";
import { expect, test } from "vitest";
import { aggregateRows } from "../bench/aggregate-rows.ts";
import type { AggregatedClasses, Counts, Persons } from "../classes/aggregated-classes.ts";
import { KeyTable } from "../classes/key-table.ts";
import {
  findGeneralization,
  type GeneralizationRequest,
  lowestEqual,
  type ModelUse,
  measureGeneralization,
} from "../index.ts";
import { Lattice } from "./lattice.ts";

const hierarchy = Array.from({ length: 12 }, (_, value) => [
  `${value}`,
  `${Math.floor(value / 2)}`,
  `${Math.floor(value / 6)}`,
  "all",
]);
const names = ["a", "b", "c"];

/** Rows whose first columns depend on each other, grouped; persons have rows in several combinations. */
function classesOf(seed: number, weights: readonly number[]): AggregatedClasses {
  let state = seed | 1;
  const next = (): number => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9;
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
  };
  const rows = Array.from({ length: 900 }, () => {
    const first = Math.floor(12 * next() ** 2);
    const second = Math.min(11, Math.floor(first * 0.5 + 7 * next() ** 2));
    return [`${first}`, `${second}`, `${Math.floor(12 * next() ** 3)}`, `${Math.floor(3 * next())}`];
  });
  const classes = aggregateRows({
    header: [...names, "s"],
    rows,
    hierarchies: new Map(names.map((name) => [name, hierarchy])),
    sensitive: "s",
  });
  const weighed = classes.columns.map((column, at) => ({ ...column, weight: weights[at] ?? 1 }));
  return { ...classes, columns: weighed };
}

const whole = (values: Counts, of: (value: number, at: number) => number) => Float64Array.from(values, of);

/** The same rows under other ways to count. */
const countings: Readonly<Record<string, (classes: AggregatedClasses) => AggregatedClasses>> = {
  rows: (classes) => classes,
  "persons that are counted": (classes) => ({
    ...classes,
    persons: { kind: "counts", counts: whole(classes.rows, (rows) => Math.ceil(rows / 2)) },
  }),
  "persons that are listed": (classes) => ({ ...classes, persons: listed(classes.rows) }),
  population: (classes) => ({
    ...classes,
    rows: whole(classes.rows, (rows, at) => (at % 9 === 0 ? 0 : rows)),
    population: whole(classes.rows, (rows, at) => rows + (at % 3)),
  }),
};

function listed(rows: Counts): Persons {
  const persons = 300;
  const lists = Array.from(rows, (count, at) => {
    const own = new Set<number>();
    for (let each = 0; each < count; each++) own.add((at * 7 + each * 31) % persons);
    return [...own].sort((a, b) => a - b);
  });
  let end = 0;
  return {
    kind: "lists",
    persons,
    offsets: Int32Array.from([0, ...lists.map(({ length }) => (end += length))]),
    members: Int32Array.from(lists.flat()),
  };
}

const column = "s";
const modelsOf = (counting: string, k: number): readonly (readonly ModelUse[])[] =>
  counting === "population"
    ? [[{ rule: "k-map", with: { k } }]]
    : [
        [{ rule: "k-anonymity", with: { k } }],
        [
          { rule: "k-anonymity", with: { k } },
          { rule: "distinct-l-diversity", with: { column, l: 3 } },
        ],
        [
          { rule: "k-anonymity", with: { k } },
          { rule: "ordered-t-closeness", with: { column, t: 0.3 } },
        ],
      ];

/** Looks at every choice by itself, each made of the rows as they are. */
function leastOfAll(request: GeneralizationRequest) {
  const lattice = new Lattice(request.classes.columns.map(({ levels }) => levels.length));
  const feasible = [];
  for (const levels of lattice.fromTheTop()) {
    const measured = measureGeneralization(request, levels);
    if (measured?.feasible) feasible.push(measured);
  }
  return feasible.sort((a, b) => a.score - b.score)[0];
}

for (const [counting, count] of Object.entries(countings))
  test(`no choice of levels is better than the one found, counting ${counting}`, { timeout: 120_000 }, () => {
    let found = 0;
    fc.assert(
      fc.property(
        fc.integer(),
        fc.constantFrom(2, 5, 20),
        fc.constantFrom(0, 0.001, 0.02, 0.15),
        fc.array(fc.constantFrom(0.2, 1, 3), { minLength: 3, maxLength: 3 }),
        fc.nat({ max: 2 }),
        (seed, k, share, weights, model) => {
          const sets = modelsOf(counting, k);
          const classes = count(classesOf(seed, weights));
          const request = {
            classes,
            models: sets[model % sets.length] ?? [],
            suppressionLimit: Math.floor(900 * share),
          };
          const result = findGeneralization(request);
          const least = leastOfAll(request);
          expect(result.outcome).toBe(least ? "found" : "none");
          if (result.outcome !== "found" || !least) return;
          expect(result.optimal).toBe(true);
          expect(Math.abs(result.best.score - least.score)).toBeLessThan(1e-12);
          expect(measureGeneralization(request, result.best.levels)).toEqual(result.best);
          const lowest = lowestEqual(request, result.best);
          expect(Math.abs(lowest.score - least.score)).toBeLessThan(1e-11);
          expect(measureGeneralization(request, lowest.levels)).toEqual(lowest);
          found++;
        },
      ),
      { numRuns: 40, seed: 11 },
    );
    expect(found).toBeGreaterThan(15);
  });

test("keys are numbered in the order of their first appearance, however many there are", () => {
  const table = new KeyTable();
  // The table is used again, after it grew, and after one that needs no hashing.
  for (const [space, domain] of [
    [2 ** 40, 60_000],
    [1000, 1000],
    [2 ** 40, 300],
    [2 ** 40, 90_000],
  ] as const) {
    const firsts = Int32Array.from({ length: 100_000 }, (_, at) => (at * 7919) % domain);
    const seconds = space > 1000 ? firsts.map((key) => key % 13) : firsts;
    const ids = new Int32Array(firsts.length);
    table.begin(space, firsts.length);
    let found = 0;
    for (let from = 0; from < firsts.length; from += 4096) {
      const count = Math.min(4096, firsts.length - from);
      found = table.add(firsts.subarray(from), seconds.subarray(from), count, ids, from);
    }
    const numbers = new Map<number, number>();
    for (const key of firsts) if (!numbers.has(key)) numbers.set(key, numbers.size);
    expect(found).toBe(numbers.size);
    expect(ids).toEqual(Int32Array.from(firsts, (key) => numbers.get(key) ?? -1));
    expect([...table.firsts.subarray(0, found)].map((at) => firsts[at])).toEqual([...numbers.keys()]);
  }
});
