import { afterAll, describe, expect, test } from "vitest";
import { type AggregatedClasses, type LossUse, lossMetrics, measureGeneralization } from "../index.ts";
import type { LossExample, LossMetric } from "./definition.ts";

const metrics: readonly LossMetric[] = lossMetrics;

/** The example's rows with two levels: the values themselves, and what was published; a suppressed row keeps its value. */
function classesOf(rows: LossExample["rows"]): AggregatedClasses {
  const values = [...new Set(rows.map(([value]) => value))];
  const published = new Map(rows.map(([value, label]) => [value, label ?? value]));
  const labels = [...new Set(published.values())];
  const codes = values.map((value) => labels.indexOf(published.get(value) ?? value));
  const share = labels.map((_, label) => codes.filter((code) => code === label).length / values.length);
  const own = Int32Array.from(values.keys());
  return {
    columns: [
      {
        name: "q",
        codes: own,
        levels: [
          { labels: own, share: new Float64Array(values.length).fill(1 / values.length) },
          { labels: Int32Array.from(codes), share: Float64Array.from(share) },
        ],
      },
    ],
    rows: Float64Array.from(values, (value) => rows.filter(([one]) => one === value).length),
  };
}

/** The smallest class that is kept: whatever is smaller is suppressed. */
const kOf = (rows: LossExample["rows"]): number => {
  const kept = Map.groupBy(
    rows.filter(([, label]) => label !== null),
    ([, label]) => label,
  );
  return Math.min(...[...kept.values()].map((group) => group.length));
};

describe("docs examples are what a search would score", () => {
  let cases = 0;
  afterAll(() => {
    console.log(`loss metrics: ${cases} examples executed`);
    expect(cases).toBeGreaterThanOrEqual(9);
  });
  for (const metric of metrics) {
    test.each(metric.docs.examples)(`${metric.id} %j`, ({ params = {}, rows, loss }) => {
      const found = measureGeneralization(
        {
          classes: classesOf(rows),
          models: [{ rule: "k-anonymity", with: { k: kOf(rows) } }],
          // The parameters are parsed before they are used.
          loss: { rule: metric.id, with: params } as LossUse,
          suppressionLimit: rows.length,
        },
        [1],
      );
      expect(found?.score).toBeCloseTo(loss, 4);
      expect(found?.suppressedRows).toBe(rows.filter(([, label]) => label === null).length);
      cases++;
    });
  }
});

test("each metric has an example that loses something", () => {
  for (const { id, docs } of metrics)
    expect(
      docs.examples.some(({ rows, loss }) => loss > 0 && rows.some(([value, label]) => value !== label)),
      id,
    ).toBe(true);
});
