import { afterAll, beforeAll, expect, it } from "vitest";
import { PipelineHarness, plain, testDocument } from "#lib/testing";

/** What the quality report tells: of what is published alone, and nothing that points at a few rows. */

let harness: PipelineHarness;
beforeAll(async () => {
  harness = await PipelineHarness.open();
});
afterAll(() => harness.close());

const classed = (name: string, datatype: string, anonymize: object, rest: object = {}) => ({
  name,
  datatype,
  privacyClass: "sensitive",
  anonymize,
  ...rest,
});

async function report() {
  const document = testDocument([
    {
      name: "t",
      columns: [
        plain("id", "integer"),
        plain("size", "integer", { onCastFailure: "reject" }),
        classed("pay", "integer", { rule: "generalize-number", with: { width: 10, output: "lower" } }),
        classed("points", "integer", { rule: "pseudonymize" }, { nulls: { rule: "median" } }),
        plain("kind"),
      ],
      primaryKey: { columns: ["id"], strategy: { rule: "keep", with: { reason: "A test." } } },
      privacy: { kAnonymity: 5 },
    },
  ]);
  const rows = Array.from({ length: 100 }, (_, at) => [
    String(at),
    at < 2 ? "?" : String(at),
    String(40_000 + at * 37),
    at % 9 === 0 ? null : String(770_077),
    at < 60 ? "common" : at < 95 ? "other" : `rare ${at}`,
  ]);
  const run = await harness.run(document, {
    t: { columns: ["id", "size", "pay", "points", "kind"], rows },
  });
  return { run, table: run.outcome.reports.quality.tables[0] };
}

it("tells extremes, means and quantiles of insensitive columns, and of classed ones none", async () => {
  const { table } = await report();
  const column = (name: string) => table?.columns.find((one) => one.name === name) ?? {};
  expect(column("size")).toMatchObject({ minimum: "2", maximum: "99", histogram: { kind: "range" } });
  expect(column("size")).toHaveProperty("quantiles");
  for (const name of ["pay", "points", "id"]) {
    for (const told of ["minimum", "maximum", "mean", "quantiles"]) {
      expect(column(name), name).not.toHaveProperty(told);
    }
  }
  expect(column("pay")).toHaveProperty("nullShareAfter");
});

it("counts of fewer than k read fewer than k, and labels of fewer rows are not shown", async () => {
  const { table } = await report();
  const reasons = table?.reasons?.map(({ code, rows }) => [code, rows]);
  expect(reasons).toEqual([["cast", { fewerThan: 5 }]]);
  const kinds = table?.columns.find(({ name }) => name === "kind")?.histogram;
  expect(kinds).toMatchObject({
    kind: "category",
    bins: [
      { label: "common", rows: 58 },
      { label: "other", rows: 35 },
    ],
  });
  expect(JSON.stringify(table)).not.toContain("rare");
});

it("shows no value that a null strategy fitted to a classed column", async () => {
  const { run } = await report();
  expect(JSON.stringify([run.outcome.reports, run.events])).not.toContain("770077");
});
