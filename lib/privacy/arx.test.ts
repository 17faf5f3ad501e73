import { describe, expect, test } from "vitest";
import { type ReferenceCase, referenceCases, referenceMissing } from "./bench/arx-reference.ts";
import { enumerateLattice } from "./bench/enumerate-lattice.ts";
import type { Generalization } from "./index.ts";
import { findGeneralization } from "./index.ts";

const close = 1e-9;
const cases = referenceMissing ? [] : referenceCases();

function expectSame(found: Generalization, { classes, expected }: ReferenceCase): void {
  const byColumn = (values: readonly number[] | undefined) =>
    Object.fromEntries(classes.columns.map(({ name }, at) => [name, values?.[at] ?? Number.NaN]));
  expect(byColumn(found.levels)).toEqual(expected.levels);
  expect(Math.abs(found.score - expected.score)).toBeLessThan(close);
  for (const [name, loss] of Object.entries(byColumn(found.lossByColumn)))
    expect(Math.abs(loss - (expected.loss_by_attribute[name] ?? Number.NaN)), name).toBeLessThan(close);
  expect(found.suppressedRows).toBe(expected.suppressed_rows);
  expect(found.classes).toBe(expected.classes);
  expect(found.smallestClass).toBe(expected.smallest_class);
  expect(found.largestClass).toBe(expected.largest_class);
  expect(found.averageClass).toBeCloseTo(expected.average_class, 9);
}

describe("the optimum is the one that ARX finds for Adult", () => {
  test("the reference is there", (context) => {
    if (referenceMissing) return context.skip(referenceMissing);
    expect(cases).toHaveLength(43);
  });
  test.each(cases)("$section, $name", (each) => {
    const result = findGeneralization(each);
    if (result.outcome !== "found") throw new Error(result.reason.en);
    expect(result.optimal).toBe(true);
    expectSame(result.best, each);
  });

  const chosen = cases.filter(
    ({ section, expected }) =>
      (section === "geometric mean" && expected.k === 5 && expected.suppression_limit === 0.05) ||
      expected.t_closeness !== undefined,
  );
  test.each(chosen)(
    "looking at every choice of levels finds the same: $section, $name",
    { timeout: 300_000 },
    (each) => {
      const { nodes, feasible, best } = enumerateLattice(each);
      expect(nodes).toBe(each.section === "sensitive" ? 6_480 : 12_960);
      if (each.expected.feasible_nodes !== undefined) expect(feasible).toBe(each.expected.feasible_nodes);
      if (!best) throw new Error("no choice of levels is feasible");
      expectSame(best, each);
    },
  );
});
