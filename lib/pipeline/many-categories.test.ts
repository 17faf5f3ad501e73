import { afterAll, beforeAll, expect, it } from "vitest";
import { PipelineHarness, plain, testDocument } from "#lib/testing";

let harness: PipelineHarness;
beforeAll(async () => {
  harness = await PipelineHarness.open();
});
afterAll(() => harness.close());

const rows = 10_000_000;
const sensitive = (name: string, anonymize: object) => ({
  name,
  from: "v",
  privacyClass: "sensitive",
  anonymize,
});

it("ten million distinct categories pass in the memory of any run: mode, shuffle, fakes, histograms", async () => {
  const document = testDocument([
    {
      name: "t",
      extraction: null,
      transformation: {
        language: "sql",
        script: `select i as id, case when i > 0 then 'category ' || i end as v from range(${rows}) r(i)`,
      },
      columns: [
        plain("id", "integer"),
        plain("v", "string", { nulls: { rule: "mode" } }),
        sensitive("shuffled", { rule: "shuffle" }),
        sensitive("invented", { rule: "fake", with: { kind: "city" } }),
      ],
      primaryKey: { columns: ["id"], strategy: { rule: "keep", with: { reason: "A test." } } },
    },
  ]);
  // The engine refuses to take more than its limit: what it cannot spill fails here.
  const run = await harness.run(document, {}, { kind: "trial", memory: "512MB" });
  const [table] = run.outcome.reports.quality.tables;
  expect(table?.counts).toMatchObject({ transformed: rows, published: rows, rejected: 0 });
  const column = (name: string) => table?.columns.find((one) => one.name === name);
  for (const name of ["v", "shuffled"]) {
    expect(Number(column(name)?.distinct) / rows).toBeCloseTo(1, 0);
    // No category has as many rows as may be told of.
    expect(column(name)?.histogram).toBeUndefined();
  }
  const bins = column("invented")?.histogram;
  expect(bins?.bins.length).toBeGreaterThan(0);
  expect(bins?.bins.length).toBeLessThan(100);
}, 600_000);
