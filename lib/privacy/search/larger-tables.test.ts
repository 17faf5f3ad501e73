import fc from "fast-check";
import { expect, test } from "vitest";
import { aggregateRows } from "../bench/aggregate-rows.ts";
import { enumerateLattice } from "../bench/enumerate-lattice.ts";
import { findGeneralization, type ModelUse } from "../index.ts";

const column = "s";
const modelSets: readonly (readonly ModelUse[])[] = [
  [{ rule: "k-anonymity", with: { k: 5 } }],
  [
    { rule: "k-anonymity", with: { k: 3 } },
    { rule: "equal-t-closeness", with: { column, t: 0.3 } },
  ],
  [
    { rule: "k-anonymity", with: { k: 2 } },
    { rule: "recursive-l-diversity", with: { column, l: 2, c: 2 } },
  ],
];

/** Values from 0 to 47, the low ones more often, joined by 3, by 12 and all. */
const hierarchy = Array.from({ length: 48 }, (_, value) => [
  `${value}`,
  `${Math.floor(value / 3)}`,
  `${Math.floor(value / 12)}`,
  "all",
]);

/** So many combinations that groupings are made of kept ones, and bounds of what those no longer tell apart. */
test("the optimum of thousands of combinations is the least of all choices of levels", {
  timeout: 240_000,
}, () => {
  let optima = 0;
  fc.assert(
    fc.property(
      fc.integer(),
      fc.constantFrom(...modelSets),
      fc.constantFrom(0, 0.02, 0.1, 0.3),
      fc.constantFrom("geometric-mean", "arithmetic-mean"),
      (seed, models, share, aggregate) => {
        let state = seed | 1;
        const next = (): number => {
          state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9;
          return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
        };
        const rows = Array.from({ length: 6000 }, () => [
          ...Array.from({ length: 4 }, (_, at) => `${Math.floor(48 * next() ** (at + 1.5))}`),
          `${Math.floor(3 * next())}`,
        ]);
        const classes = aggregateRows({
          header: ["a", "b", "c", "d", column],
          rows,
          hierarchies: new Map(["a", "b", "c", "d"].map((name) => [name, hierarchy])),
          sensitive: column,
        });
        expect(classes.rows.length).toBeGreaterThan(3000);
        const request = {
          classes,
          models,
          loss: { rule: "granularity" as const, with: { aggregate } },
          suppressionLimit: Math.floor(rows.length * share),
        };
        const result = findGeneralization(request);
        const { best } = enumerateLattice(request);
        expect(result.outcome).toBe(best ? "found" : "none");
        if (result.outcome !== "found" || !best) return;
        expect(Math.abs(result.best.score - best.score)).toBeLessThan(1e-9);
        expect(result.nodesChecked).toBeLessThan(256);
        optima++;
      },
    ),
    { numRuns: 40, seed: 3 },
  );
  expect(optima).toBeGreaterThan(20);
});
