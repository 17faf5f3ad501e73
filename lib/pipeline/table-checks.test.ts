import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PipelineHarness, plain, type SourceRows, testDocument } from "#lib/testing";

let harness: PipelineHarness;
beforeAll(async () => {
  harness = await PipelineHarness.open();
});
afterAll(() => harness.close());

const keep = { rule: "keep", with: { reason: "A test." } };
const visits = (extra: Record<string, unknown>, columns: unknown[] = []) =>
  testDocument([
    {
      name: "visit",
      columns: [
        plain("id", "integer"),
        plain("from", "date"),
        plain("to", "date"),
        plain("ward"),
        ...columns,
      ],
      primaryKey: { columns: ["id"], strategy: keep },
      ...extra,
    },
  ]);
const data = (...rows: (string | null)[][]): { visit: SourceRows } => ({
  visit: { columns: ["id", "from", "to", "ward"], rows },
});
const stay = [
  ["1", "2024-01-01", "2024-01-05", "a"],
  ["2", "2024-01-05", "2024-01-01", "b"],
  ["3", "2024-01-05", null, "b"],
];
const condition = (text: string, onViolation: string) => ({
  checks: [{ rule: "expression", with: { condition: text }, onViolation }],
});

describe("a condition between columns", () => {
  it.each([
    ["reject", ["1", "3"]],
    ["warn", ["1", "2", "3"]],
  ])("%s", async (policy, ids) => {
    const run = await harness.run(visits(condition('"from" <= "to"', policy)), data(...stay));
    expect((await run.rows("visit")).map((row) => row.id)).toEqual(ids);
    expect(run.outcome.reports.quality.tables[0]?.rules).toMatchObject([
      { code: "check", rule: "expression", action: policy, column: "from, to" },
    ]);
  });
  it("fail names the rule and the count, no value", async () => {
    const failing = harness.run(visits(condition('"from" <= "to"', "fail")), data(...stay));
    await expect(failing).rejects.toMatchObject({ code: "rule-failed", params: { count: 1 } });
  });
  it("what cannot be computed does not pass", async () => {
    const run = await harness.run(visits(condition("10 / (id - 1) > 0", "reject")), data(...stay));
    expect((await run.quarantine("visit")).map((row) => row.id)).toEqual(["1"]);
  });
});

it("rows that agree in several columns are unique together but for one, nulls not compared", async () => {
  const check = { rule: "unique-together", with: { columns: ["ward", "to"] }, onViolation: "reject" };
  const run = await harness.run(
    visits({ checks: [check] }),
    data(
      ["1", null, "2024-01-01", "a"],
      ["2", null, "2024-01-01", "a"],
      ["3", null, "2024-01-01", "b"],
      ["4", null, null, "a"],
      ["5", null, null, "a"],
    ),
  );
  expect(await run.rows("visit")).toHaveLength(4);
  expect(await run.quarantine("visit")).toMatchObject([{ __code: "check", __rule: "unique-together" }]);
});

it("deduplication by any columns keeps the first by an order", async () => {
  const run = await harness.run(
    visits({ deduplicate: { columns: ["ward"], winner: "last", order: ["from"] } }),
    data(...stay, ["4", "2024-02-01", null, "b"]),
  );
  expect((await run.rows("visit")).map((row) => row.id)).toEqual(["1", "4"]);
  expect(run.outcome.reports.quality.tables[0]?.counts).toMatchObject({ deduplicated: 2, rejected: 0 });
});

it("a reference to another table is followed until nothing changes", async () => {
  const table = (name: string, other: string) => ({
    name,
    columns: [plain("id", "integer"), plain("v")],
    primaryKey: { columns: ["id"], strategy: keep },
    checks: [
      {
        rule: "reference",
        with: { columns: ["v"], table: other, references: ["v"] },
        onViolation: "reject",
      },
    ],
  });
  const rows = (...values: (string | null)[]): SourceRows => ({
    columns: ["id", "v"],
    rows: values.map((value, index) => [String(index), value]),
  });
  // c is missing from the third table, so it leaves the second, and then the first.
  const run = await harness.run(
    testDocument([
      table("first", "second"),
      table("second", "third"),
      { ...table("third", ""), checks: undefined },
    ]),
    { first: rows("a", "c", null), second: rows("a", "c"), third: rows("a", "b") },
  );
  expect((await run.rows("first")).map((row) => row.v)).toEqual(["a", null]);
  expect((await run.rows("second")).map((row) => row.v)).toEqual(["a"]);
});

describe("tables as a whole", () => {
  const check = (rule: string, params: unknown, onViolation = "fail") =>
    visits({ checks: [{ rule, with: params, onViolation }] });
  it("a table with too few rows stops the run, or is warned about", async () => {
    await expect(harness.run(check("row-count", { minimum: 4 }), data(...stay))).rejects.toMatchObject({
      code: "table-check-failed",
      params: { table: "visit", rule: "row-count" },
    });
    const warned = await harness.run(check("row-count", { maximum: 2 }, "warn"), data(...stay));
    expect(warned.outcome.reports.quality.tables[0]?.verdicts).toEqual([
      { rule: "row-count", action: "warn", outcome: "violated" },
    ]);
    expect(warned.events.some((event) => event.message === "table-check-violated")).toBe(true);
  });
  it("data is fresh by the start of the run", async () => {
    const today = new Date().toISOString().slice(0, 10);
    const fresh = check("freshness", { column: "to", hours: 1 });
    await harness.run(fresh, data(["1", null, today, "a"]));
    await expect(harness.run(fresh, data(...stay))).rejects.toMatchObject({ code: "table-check-failed" });
    await expect(harness.run(fresh, data(["1", null, null, "a"]))).rejects.toMatchObject({
      code: "table-check-failed",
    });
  });
});

describe("gates against the previous version", () => {
  const wards = (...counts: [ward: string, rows: number][]) =>
    data(
      ...counts
        .flatMap(([ward, rows]) => Array.from({ length: rows }, () => ward))
        .map((ward, index) => [String(index), null, index % 2 ? null : "2024-01-01", ward]),
    );
  const gate = (rule: string, params: unknown, ward: Record<string, unknown> = {}) =>
    testDocument([
      {
        name: "visit",
        columns: [plain("id", "integer"), plain("to", "date"), plain("ward", "string", ward)],
        primaryKey: { columns: ["id"], strategy: keep },
        checks: [{ rule, with: params, onViolation: "fail" }],
      },
    ]);
  /** The outcome of a run that follows one over other rows. */
  async function following(
    document: ReturnType<typeof gate>,
    before: ReturnType<typeof wards>,
    now: ReturnType<typeof wards>,
    kind: "publication" | "trial" = "publication",
  ) {
    const first = await harness.run(document, before);
    if (first.outcome.kind !== "published") throw new Error("the first run publishes");
    const { number, versionId, manifest, reports } = first.outcome;
    expect(reports.quality.tables[0]?.verdicts?.[0]?.outcome).toBe("not-comparable");
    const previous = { number, versionId, manifest, quality: reports.quality };
    return (await harness.run(document, now, { previous, kind })).outcome.reports.quality.tables[0]
      ?.verdicts?.[0];
  }
  const even: [string, number][] = [
    ["a", 50],
    ["b", 50],
  ];
  it.each<[string, unknown, [string, number][], [string, number][]]>([
    [
      "previous-rows",
      { maximumChange: 0.1 },
      [
        ["a", 52],
        ["b", 53],
      ],
      [["a", 80]],
    ],
    ["previous-categories", { column: "ward", added: 1 }, [...even, ["c", 50]], [["a", 100]]],
    [
      "previous-drift",
      { column: "ward", maximum: 0.2 },
      [
        ["a", 55],
        ["b", 45],
      ],
      [
        ["a", 90],
        ["b", 10],
      ],
    ],
  ])("%s passes a small change and stops a great one", async (rule, params, small, great) => {
    const document = gate(rule, params);
    expect(await following(document, wards(...even), wards(...small))).toMatchObject({ outcome: "passed" });
    await expect(following(document, wards(...even), wards(...great))).rejects.toMatchObject({
      code: "gate-failed",
      params: { table: "visit", rule },
    });
    const trial = await following(document, wards(...even), wards(...great), "trial");
    expect(trial).toMatchObject({ rule, outcome: "violated", figure: expect.any(Number) });
  });
  it("previous-nulls watches the share of nulls", async () => {
    const document = gate("previous-nulls", { column: "to", maximumIncrease: 0.2 });
    const full = {
      visit: {
        columns: ["id", "from", "to", "ward"],
        rows: Array.from({ length: 20 }, (_, index) => [String(index), null, "2024-01-01", "a"]),
      },
    };
    expect(await following(document, full, full)).toMatchObject({ outcome: "passed", figure: 0 });
    await expect(following(document, full, wards(["a", 20]))).rejects.toMatchObject({ code: "gate-failed" });
  });
  it("no figure is told of a classed column", async () => {
    const classed = { privacyClass: "sensitive", anonymize: keep };
    const document = gate("previous-drift", { column: "ward", maximum: 9 }, classed);
    const verdict = await following(document, wards(...even), wards(["a", 90], ["b", 10]));
    expect(verdict).toEqual({
      rule: "previous-drift",
      column: "ward",
      action: "fail",
      outcome: "passed",
    });
  });
});
