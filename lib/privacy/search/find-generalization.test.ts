import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { aggregateRows } from "../bench/aggregate-rows.ts";
import { findGeneralization, type LossUse, lossMetrics, type ModelUse, privacyModels } from "../index.ts";
import { naiveHolds, naiveMeasure, naiveOptimum } from "../testing/naive-measure.ts";
import { randomTable } from "../testing/random-table.ts";

const column = "s";
const modelSets: readonly (readonly ModelUse[])[] = [
  [{ rule: "k-anonymity", with: { k: 2 } }],
  [{ rule: "k-anonymity", with: { k: 4 } }],
  [{ rule: "distinct-l-diversity", with: { column, l: 2 } }],
  [{ rule: "entropy-l-diversity", with: { column, l: 1.8 } }],
  [{ rule: "recursive-l-diversity", with: { column, l: 2, c: 1.5 } }],
  [{ rule: "equal-t-closeness", with: { column, t: 0.3 } }],
  [{ rule: "ordered-t-closeness", with: { column, t: 0.25 } }],
  [{ rule: "delta-disclosure", with: { column, delta: 1.2 } }],
  [
    { rule: "k-anonymity", with: { k: 3 } },
    { rule: "equal-t-closeness", with: { column, t: 0.35 } },
    { rule: "distinct-l-diversity", with: { column, l: 2 } },
  ],
];
const losses: readonly LossUse[] = [
  { rule: "granularity", with: {} },
  { rule: "granularity", with: { aggregate: "arithmetic-mean" } },
  { rule: "non-uniform-entropy", with: {} },
  { rule: "discernibility", with: {} },
  { rule: "average-class-size", with: {} },
];
const limitShares = [0, 0.1, 0.4];

describe("the optimum is the least of all choices of levels", () => {
  let found = 0;
  let none = 0;
  afterAll(() => {
    console.log(`searches: ${found} with an optimum, ${none} without`);
    expect(found).toBeGreaterThan(2_000);
    expect(none).toBeGreaterThan(200);
  });
  for (const models of modelSets) {
    test(models.map(({ rule }) => rule).join(" and "), () => {
      fc.assert(
        fc.property(
          randomTable,
          fc.constantFrom(...losses),
          fc.constantFrom(...limitShares),
          (table, loss, share) => {
            const limit = Math.floor(share * table.rows.length);
            const classes = aggregateRows({ ...table, sensitive: column });
            const result = findGeneralization({ classes, models, loss, suppressionLimit: limit });
            const expected = naiveOptimum(table, models, loss, limit);
            if (expected === undefined) {
              expect(result.outcome === "none" && result.proven).toBe(true);
              none++;
              return;
            }
            if (result.outcome !== "found") throw new Error(result.reason.en);
            expect(result.optimal).toBe(true);
            expect(Math.abs(result.best.score - expected)).toBeLessThan(1e-9);
            const naive = naiveMeasure(table, result.best.levels, models, loss);
            expect(Math.abs(result.best.score - naive.score)).toBeLessThan(1e-9);
            expect(result.best.suppressedRows).toBe(naive.suppressedRows);
            expect(result.best.classes).toBe(naive.classes.length);
            // Measured again on what is kept.
            const all = table.rows.map((row) => row.at(-1) ?? "");
            for (const own of naive.classes)
              for (const use of models) expect(naiveHolds(use, own, all)).toBe(true);
            found++;
          },
        ),
        { numRuns: 400, seed: 7 },
      );
    });
  }
  test("every model and loss takes part", () => {
    const used = new Set(modelSets.flat().map(({ rule }) => rule));
    expect(privacyModels.map(({ id }) => id).filter((id) => !used.has(id))).toEqual(["k-map"]);
    expect(new Set(losses.map(({ rule }) => rule)).size).toBe(lossMetrics.length);
  });
});
