import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PrivacyReport } from "#lib/contracts";
import { readArxHierarchy } from "#lib/privacy";
import { PipelineHarness, plain, type SourceRows, testDocument } from "#lib/testing";

const folder = fileURLToPath(new URL("../../../shared/data/adult/", import.meta.url));
const missing = existsSync(path.join(folder, "arx-reference.json"))
  ? undefined
  : "beside the project: the shared Adult data set is missing";

let harness: PipelineHarness;
beforeAll(async () => {
  harness = await PipelineHarness.open();
});
afterAll(() => harness.close());

type Risk = PrivacyReport["tables"][number]["riskAfter"];

interface Config {
  readonly k: number;
  readonly suppression_limit: number;
  readonly levels: Readonly<Record<string, number>>;
  readonly score: number;
  readonly loss_by_attribute: Readonly<Record<string, number>>;
  readonly suppressed_rows: number;
  readonly classes: number;
  readonly smallest_class: number;
}
interface Reference {
  readonly quasi_identifiers: readonly string[];
  readonly k_anonymity: { readonly configs: readonly Config[] };
  readonly risk_input: ReferenceRisk;
  readonly "risk_output_k5_suppression_0.05": ReferenceRisk;
}

// Written by ARX and read by nobody else: a figure that is missing fails the comparison.
const reference = (): Reference =>
  JSON.parse(readFileSync(path.join(folder, "arx-reference.json"), "utf8")) as Reference;

function adult(): SourceRows {
  const [head = "", ...lines] = readFileSync(path.join(folder, "adult.csv"), "utf8").trim().split(/\r?\n/);
  return {
    columns: ["id", ...head.split(";")],
    rows: lines.map((line, id) => [String(id), ...line.split(";")]),
  };
}

function hierarchyOf(column: string) {
  const read = readArxHierarchy(readFileSync(path.join(folder, `adult_hierarchy_${column}.csv`), "utf8"));
  if (!read.ok) throw new Error(read.error.en);
  return { name: column, rule: "value-table", with: { rows: read.value } };
}

const document = (columns: readonly string[], k: number, suppressionLimit: number) =>
  testDocument(
    [
      {
        name: "adult",
        columns: [
          plain("id", "integer"),
          ...columns.map((name) => ({
            name,
            datatype: "string",
            privacyClass: "quasi-identifier",
            hierarchy: { name },
          })),
        ],
        privacy: { kAnonymity: k, suppressionLimit },
      },
    ],
    { hierarchies: columns.map(hierarchyOf) },
  );

describe("a run agrees with ARX on the Adult data", () => {
  it.for([
    { k: 2, limit: 0 },
    { k: 5, limit: 0.05 },
    { k: 10, limit: 0.01 },
    { k: 100, limit: 0.1 },
  ])("k = $k, suppression $limit", { timeout: 120_000 }, async ({ k, limit }, context) => {
    if (missing) return context.skip(missing);
    const { quasi_identifiers: columns, k_anonymity, ...risks } = reference();
    const expected = k_anonymity.configs.find((one) => one.k === k && one.suppression_limit === limit);
    if (!expected) throw new Error("no such figures");
    const run = await harness.run(document(columns, k, limit), { adult: adult() });
    const report = run.outcome.reports.privacy.tables[0];
    const { generalization } = report ?? {};
    const levels = generalization?.columns.map(({ column, level }) => [column, level]) ?? [];
    expect(Object.fromEntries(levels)).toEqual(expected.levels);
    expect(generalization?.score).toBeCloseTo(expected.score, 9);
    for (const { column, loss } of generalization?.columns ?? [])
      expect(loss).toBeCloseTo(expected.loss_by_attribute[column] ?? Number.NaN, 9);
    expect(generalization?.optimal).toBe(true);
    expect(report).toMatchObject({
      suppressed: expected.suppressed_rows,
      achievedK: expected.smallest_class,
    });
    expect(report?.classSizes.reduce((sum, { classes }) => sum + classes, 0)).toBe(expected.classes);
    expect((await run.rows("adult")).length).toBe(30_162 - expected.suppressed_rows);
    compareRisk(report?.riskBefore, risks.risk_input);
    if (k === 5) compareRisk(report?.riskAfter, risks["risk_output_k5_suppression_0.05"]);
  });
});

interface ReferenceRisk {
  readonly highest_risk: number;
  readonly estimated_journalist_risk: number;
  readonly estimated_marketer_risk: number;
  readonly sample_uniques_fraction: number;
  readonly at_threshold: readonly {
    readonly threshold: number;
    readonly prosecutor: { readonly records_at_risk: number };
  }[];
}

function compareRisk(measured: Risk | undefined, expected: ReferenceRisk): void {
  expect(measured?.prosecutor).toBeCloseTo(expected.highest_risk, 12);
  expect(measured?.journalist).toBeCloseTo(expected.estimated_journalist_risk, 12);
  expect(measured?.marketer).toBeCloseTo(expected.estimated_marketer_risk, 12);
  expect(measured?.uniqueShare).toBeCloseTo(expected.sample_uniques_fraction, 12);
  expect(expected.at_threshold.length).toBeGreaterThan(3);
  for (const { threshold, prosecutor } of expected.at_threshold) {
    const own = measured?.atRisk?.find((one) => one.threshold === threshold);
    expect(own?.share).toBeCloseTo(prosecutor.records_at_risk, 12);
  }
}
