import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { diagnose } from "#lib/metadata";
import { PipelineHarness, plain, type SourceRows, testDocument } from "#lib/testing";

let harness: PipelineHarness;
beforeAll(async () => {
  harness = await PipelineHarness.open();
});
afterAll(() => harness.close());

const keep = { rule: "keep", with: { reason: "A test." } };
const parent = (extra: Record<string, unknown> = {}, id: Record<string, unknown> = {}) => ({
  name: "parent",
  columns: [plain("id", "integer", id), plain("label")],
  primaryKey: { columns: ["id"], strategy: keep, ...extra },
});
const child = (onOrphan: string, strategy: unknown = keep) => ({
  name: "child",
  columns: [plain("id", "integer"), { name: "parent_id" }],
  primaryKey: { columns: ["id"], strategy },
  foreignKeys: [{ columns: ["parent_id"], references: { table: "parent", columns: ["id"] }, onOrphan }],
});
const rows = (columns: readonly string[], ...values: (string | null)[][]): SourceRows => ({
  columns,
  rows: values,
});
const parents = (...values: (string | null)[][]) => rows(["id", "label"], ...values);
const children = (...values: (string | null)[][]) => rows(["id", "parent_id"], ...values);

describe("the primary key is not null and unique", () => {
  it("the winner is found by an order of transformed columns, nulls last, ties by a hash of the row", async () => {
    const document = (winner: string) =>
      testDocument([parent({ onDuplicate: { winner, order: ["label"] } })]);
    const data = { parent: parents(["1", "b"], ["1", "a"], ["01", null], ["2", "x"]) };
    const first = await harness.run(document("first"), data);
    expect(await first.rows("parent")).toEqual([
      { id: "1", label: "a" },
      { id: "2", label: "x" },
    ]);
    expect(await (await harness.run(document("last"), data)).rows("parent")).toEqual([
      { id: "1", label: "b" },
      { id: "2", label: "x" },
    ]);
    expect(first.outcome.reports.quality.tables[0]?.counts).toEqual({
      extracted: 4,
      transformed: 4,
      published: 2,
      rejected: 0,
      deduplicated: 2,
      suppressed: 0,
    });
  });
  it("reject takes out every row of a repeated key", async () => {
    const run = await harness.run(testDocument([parent()]), {
      parent: parents(["1", "a"], ["1", "b"], ["2", "c"], [null, "d"]),
    });
    expect(await run.rows("parent")).toEqual([{ id: "2", label: "c" }]);
    expect((await run.quarantine("parent")).map((row) => row.__code).sort()).toEqual([
      "key-duplicate",
      "key-duplicate",
      "key-null",
    ]);
  });
  it("fail stops the run", async () => {
    const document = testDocument([parent({ onDuplicate: { winner: "fail" } })]);
    await expect(harness.run(document, { parent: parents(["1", "a"], ["1", "b"]) })).rejects.toMatchObject({
      code: "key-failed",
    });
  });
  it("only rows that passed Cleanse compete, and an older row that won for that reason is counted", async () => {
    const check = { rule: "pattern", with: { pattern: "[a-z]" }, onViolation: "reject" };
    const table = parent({ onDuplicate: { winner: "first", order: ["label"] } });
    const document = testDocument([
      { ...table, columns: [plain("id", "integer"), plain("label", "string", { checks: [check] })] },
    ]);
    const run = await harness.run(document, {
      parent: parents(["1", "A"], ["1", "b"], ["2", "c"], ["2", "~"]),
    });
    expect(await run.rows("parent")).toEqual([
      { id: "1", label: "b" },
      { id: "2", label: "c" },
    ]);
    expect(run.outcome.reports.quality.tables[0]?.olderWinners).toEqual({ fewerThan: 5 });
  });
});

describe("a foreign key takes its canonical form from the key it references", () => {
  it("parent keys that differ from their children's by a space or a zero are one key: 007 and 7", async () => {
    const run = await harness.run(testDocument([parent(), child("reject")]), {
      parent: parents(["007", "a"]),
      child: children(["1", "7"], ["2", "07"], ["3", "8"]),
    });
    expect((await run.rows("child")).map((row) => row.parent_id)).toEqual(["7", "7"]);
    const text = await harness.run(
      testDocument([
        parent(
          { strategy: { rule: "pseudonymize" } },
          { datatype: "string", privacyClass: "direct-identifier" },
        ),
        child("reject"),
      ]),
      {
        parent: parents([" A1\u00a0", "a"], ["a1", "b"]),
        child: children(["1", "A1 "], ["2", "a1"], ["3", "A2"]),
      },
    );
    const labels = new Map((await text.rows("parent")).map((row) => [row.id, row.label]));
    expect((await text.rows("child")).map((row) => labels.get(String(row.parent_id)))).toEqual(["a", "b"]);
  });
  it.each(["surrogate", "pseudonymize"])("%s: joins survive, source keys do not", async (rule) => {
    const run = await harness.run(
      testDocument([parent({ strategy: { rule } }), child("keep", { rule: "surrogate" })]),
      {
        parent: parents(["1001", "a"], ["1002", "b"]),
        child: children(["5", "1002"], ["6", "1001"], ["7", "1999"], ["8", null]),
      },
    );
    const label = new Map((await run.rows("parent")).map((row) => [row.id, row.label]));
    const joined = (await run.rows("child")).map((row) =>
      row.parent_id === null ? null : (label.get(row.parent_id) ?? "orphan"),
    );
    expect(joined.sort()).toEqual(["a", "b", null, "orphan"].sort());
    expect(JSON.stringify([await run.rows("parent"), await run.rows("child")])).not.toMatch(/100[12]|1999/);
  });
});

describe("keys that only the document knows", () => {
  it("a virtual key holds though the source declares none", async () => {
    const document = testDocument([parent({ strategy: { rule: "surrogate" } }), child("reject")]);
    const { outcome } = await harness.run(document, {
      parent: parents(["5", "a"]),
      child: children(["1", "5"], ["2", "6"]),
    });
    if (outcome.kind !== "published") throw new Error("published");
    expect(outcome.manifest.tables[1]).toMatchObject({
      primaryKey: ["id"],
      foreignKeys: [{ columns: ["parent_id"], references: { table: "parent", columns: ["id"] } }],
      counts: { published: 1, rejected: 1 },
    });
  });
  it("a foreign key whose parent is not in the module has its own class and rule", async () => {
    const lone = (parentId: Record<string, unknown>) =>
      testDocument([
        { ...child("reject"), columns: [plain("id", "integer"), { name: "parent_id", ...parentId }] },
      ]);
    const codes = (document: ReturnType<typeof lone>) =>
      diagnose(document, { mode: "executable" }).map(({ code }) => code);
    expect(codes(lone({}))).toEqual(["column-unclassed"]);
    expect(codes(lone({ privacyClass: "sensitive" }))).toEqual(["anonymization-missing"]);
    const own = lone({ privacyClass: "sensitive", anonymize: { rule: "null" } });
    expect(codes(own)).toEqual([]);
    const run = await harness.run(own, { child: children(["1", "5"]) });
    expect(await run.rows("child")).toEqual([{ id: "1", parent_id: null }]);
  });
  it("a rule of its own on a foreign key contradicts its parent's and is refused", () => {
    const table = child("reject");
    const own = { name: "parent_id", anonymize: { rule: "null" }, privacyClass: "sensitive" };
    const document = testDocument([parent(), { ...table, columns: [plain("id", "integer"), own] }]);
    expect(diagnose(document, { mode: "executable" }).map(({ code }) => code)).toEqual([
      "foreign-key-own",
      "foreign-key-own",
    ]);
  });
  it("two tables that reference each other keep what supports itself", async () => {
    const half = (name: string, other: string) => ({
      name,
      columns: [plain("id", "integer"), { name: "other" }],
      primaryKey: { columns: ["id"], strategy: { rule: "surrogate" } },
      foreignKeys: [
        { columns: ["other"], references: { table: other, columns: ["id"] }, onOrphan: "reject" },
      ],
    });
    const run = await harness.run(testDocument([half("left", "right"), half("right", "left")]), {
      left: rows(["id", "other"], ["1", "10"], ["2", "20"], ["3", null]),
      right: rows(["id", "other"], ["10", "1"], ["20", "9"]),
    });
    expect([await run.rows("left"), await run.rows("right")].map((made) => made.length)).toEqual([2, 1]);
  });
});

describe("orphans", () => {
  const data = { parent: parents(["1", "a"]), child: children(["1", "1"], ["2", "9"], ["3", null]) };
  it.each([
    [
      "reject",
      [
        ["1", "1"],
        ["3", null],
      ],
    ],
    [
      "null",
      [
        ["1", "1"],
        ["2", null],
        ["3", null],
      ],
    ],
    [
      "keep",
      [
        ["1", "1"],
        ["2", "9"],
        ["3", null],
      ],
    ],
  ])("%s", async (policy, expected) => {
    const run = await harness.run(testDocument([parent(), child(policy)]), data);
    expect((await run.rows("child")).map((row) => [row.id, row.parent_id])).toEqual(expected);
    const counted = run.outcome.reports.quality.tables[1]?.rules.find((rule) => rule.code === "orphan");
    expect(counted).toMatchObject({ action: policy });
  });
  it("fail", async () => {
    await expect(harness.run(testDocument([parent(), child("fail")]), data)).rejects.toMatchObject({
      code: "orphans-failed",
      params: { count: 1 },
    });
  });
  it("a row rejected for its parent's sake holds key and reason only", async () => {
    const run = await harness.run(
      testDocument([
        parent({}, { checks: [{ rule: "range", with: { maximum: "5" }, onViolation: "reject" }] }),
        child("reject"),
      ]),
      {
        parent: parents(["1", "a"], ["9", "b"]),
        child: children(["1", "1"], ["2", "9"]),
      },
    );
    expect(await run.quarantine("child")).toEqual([
      { __code: "cascade", __column: "parent_id", __rule: "foreign-key", id: "2", parent_id: null },
    ]);
  });
  it("the surviving rows are the greatest fixpoint: a cycle that supports itself stays, a chain to nothing goes", async () => {
    const node = {
      name: "node",
      columns: [plain("id", "integer"), { name: "next" }],
      primaryKey: { columns: ["id"], strategy: keep },
      foreignKeys: [
        { columns: ["next"], references: { table: "node", columns: ["id"] }, onOrphan: "reject" },
      ],
    };
    const run = await harness.run(testDocument([node]), {
      node: rows(["id", "next"], ["1", "2"], ["2", "1"], ["3", "4"], ["4", "5"], ["5", "99"], ["6", null]),
    });
    expect((await run.rows("node")).map((row) => row.id)).toEqual(["1", "2", "6"]);
  });
  it("composite keys follow MATCH SIMPLE", async () => {
    const line = {
      name: "line",
      columns: [plain("a", "integer"), plain("b"), plain("label")],
      primaryKey: { columns: ["a", "b"], strategy: keep },
    };
    const note = {
      name: "note",
      columns: [plain("id", "integer"), { name: "a" }, { name: "b" }],
      primaryKey: { columns: ["id"], strategy: keep },
      foreignKeys: [
        { columns: ["a", "b"], references: { table: "line", columns: ["a", "b"] }, onOrphan: "reject" },
      ],
    };
    const run = await harness.run(testDocument([line, note]), {
      line: rows(["a", "b", "label"], ["1", "x", "l"]),
      note: rows(["id", "a", "b"], ["1", "1", "x"], ["2", "1", "y"], ["3", "1", null]),
    });
    expect((await run.rows("note")).map((row) => row.id)).toEqual(["1", "3"]);
  });
});

describe("fitted null strategies", () => {
  const table = (rule: string, datatype: string, checks: unknown[] = []) =>
    testDocument([
      {
        name: "t",
        columns: [plain("n", "integer"), plain("v", datatype, { nulls: { rule }, checks })],
        primaryKey: { columns: ["n"], strategy: keep, onDuplicate: { winner: "first" } },
      },
    ]);
  const values = (...cells: (string | null)[]) => ({
    t: rows(["n", "v"], ...cells.map((cell, index) => [String(index), cell])),
  });
  it.each([
    ["mean", "decimal(6,2)", ["1.00", "2.00", null], "1.50"],
    ["median", "integer", ["1", "2", "9", null], "2"],
    ["mode", "string", ["b", "a", "b", "a", null], "a"],
  ])("%s is exact, ties to the smallest", async (rule, datatype, cells, filled) => {
    const run = await harness.run(table(rule, datatype), values(...cells));
    expect((await run.rows("t")).at(-1)?.v).toBe(filled);
  });
  it("an outlier that must not set the mean: it is rejected first", async () => {
    const check = { rule: "range", with: { maximum: "10" }, onViolation: "reject" };
    const run = await harness.run(table("mean", "integer", [check]), values("2", "4", "1000000", null));
    expect((await run.rows("t")).map((row) => row.v)).toEqual(["2", "4", "3"]);
  });
  it("the fitted value is checked again", async () => {
    const check = { rule: "allowed-values", with: { values: ["1", "5"] }, onViolation: "reject" };
    const run = await harness.run(table("mean", "integer", [check]), values("1", "5", null));
    expect((await run.quarantine("t")).map((row) => row.__code)).toEqual(["check"]);
  });
  it("without any value to fit, the rows are rejected", async () => {
    const run = await harness.run(table("median", "integer"), values(null, null));
    expect(run.outcome.reports.quality.tables[0]?.counts).toMatchObject({ published: 0, rejected: 2 });
  });

  const grouped = (nulls: Record<string, unknown>, datatype = "integer") =>
    testDocument([
      {
        name: "t",
        columns: [plain("n", "integer"), plain("g"), plain("day", "date"), plain("v", datatype, { nulls })],
        primaryKey: { columns: ["n"], strategy: keep },
      },
    ]);
  const line = (...cells: [g: string | null, day: string | null, v: string | null][]) => ({
    t: rows(["n", "g", "day", "v"], ...cells.map((cell, index) => [String(index), ...cell])),
  });
  const filledBy = async (nulls: Record<string, unknown>, data: SourceRows, datatype?: string) =>
    (await (await harness.run(grouped(nulls, datatype), { t: data })).rows("t")).map((row) => row.v);

  it("a group of ten values has its own mean, a smaller one the table's", async () => {
    const data = line(
      ...Array.from({ length: 10 }, (): [string, null, string] => ["big", null, "10"]),
      ...Array.from({ length: 9 }, (): [string, null, string] => ["small", null, "105"]),
      ["big", null, null],
      ["small", null, null],
      [null, null, null],
    );
    const filled = await filledBy({ rule: "mean", with: { by: ["g"] } }, data.t);
    expect(filled.slice(-3)).toEqual(["10", "55", "55"]);
  });
  it("the most frequent value of a group is its own, and a group without any takes the table's", async () => {
    const data = line(
      ...Array.from({ length: 10 }, (_, at): [string, null, string] => [
        "big",
        null,
        at < 4 ? "7" : String(at),
      ]),
      ...Array.from({ length: 9 }, (): [string, null, string] => ["small", null, "3"]),
      ["big", null, null],
      ["small", null, null],
      ["none", null, null],
      [null, null, null],
    );
    const filled = await filledBy({ rule: "mode", with: { by: ["g"] } }, data.t);
    expect(filled.slice(-4)).toEqual(["7", "3", "3", "3"]);
  });
  it("the middle value of a group is its own, of a small one the table's, and no group is one too", async () => {
    const data = line(
      ...Array.from({ length: 10 }, (_, at): [string, null, string] => ["big", null, String(10 + at)]),
      ...Array.from({ length: 11 }, (_, at): [null, null, string] => [null, null, String(100 + at)]),
      ...Array.from({ length: 9 }, (): [string, null, string] => ["small", null, "50"]),
      ["big", null, null],
      [null, null, null],
      ["small", null, null],
      ["none", null, null],
    );
    const filled = await filledBy({ rule: "median", with: { by: ["g"] } }, data.t);
    // Of 30 values the fifteenth is 50.
    expect(filled.slice(-4)).toEqual(["14", "105", "50", "50"]);
    const days = line(["a", "2024-01-01", "5"], ["a", "2024-01-01", "-0.0"], ["a", "2024-01-01", null]);
    expect((await filledBy({ rule: "median" }, days.t, "float")).map(Number)).toEqual([5, -0, 0]);
  });
  it("previous, next and interpolate follow the order, whatever order the rows came in", async () => {
    const cells: [null, string | null, string | null][] = [
      [null, "2024-01-05", "50"],
      [null, "2024-01-02", null],
      [null, "2024-01-01", "10"],
      [null, "2024-01-04", null],
    ];
    for (const data of [cells, cells.toReversed()]) {
      const of = async (rule: string, order: string[]) => {
        const filled = await filledBy({ rule, with: { order } }, line(...data).t);
        return Object.fromEntries(data.map(([, day], index) => [day, filled[index]]));
      };
      expect(await of("previous", ["day"])).toMatchObject({ "2024-01-02": "10", "2024-01-04": "10" });
      expect(await of("next", ["day"])).toMatchObject({ "2024-01-02": "50", "2024-01-04": "50" });
      expect(await of("interpolate", ["day"])).toMatchObject({ "2024-01-02": "20", "2024-01-04": "40" });
    }
  });
  it("previous stays within groups of ten values", async () => {
    const days = Array.from({ length: 10 }, (_, day): string => `2024-01-${10 + day}`);
    const data = line(
      ...days.map((day): [string, string, string] => ["a", day, "1"]),
      ["a", "2024-01-25", null],
      ["b", "2024-01-24", "2"],
      ["b", "2024-01-26", null],
    );
    const filled = await filledBy({ rule: "previous", with: { order: ["day"], by: ["g"] } }, data.t);
    // b has one value only, so its rows look at the whole table, where the one before is its own.
    expect([filled[10], filled[12]]).toEqual(["1", "2"]);
  });
  it("a row with nothing before it is rejected, the others are filled", async () => {
    const data = line([null, "2024-01-01", null], [null, "2024-01-02", "5"], [null, "2024-01-03", null]);
    const run = await harness.run(grouped({ rule: "previous", with: { order: ["day"] } }), data);
    expect((await run.rows("t")).map((row) => row.v)).toEqual(["5", "5"]);
    expect((await run.quarantine("t")).map((row) => [row.__code, row.n])).toEqual([["null", "0"]]);
  });
  it("only the rows whose filled value violates a check are rejected", async () => {
    const check = { rule: "range", with: { maximum: 10 }, onViolation: "warn" };
    const strict = { rule: "allowed-values", with: { values: [1, 3, 11] }, onViolation: "reject" };
    const document = testDocument([
      {
        name: "t",
        columns: [
          plain("n", "integer"),
          plain("v", "integer", {
            nulls: { rule: "interpolate", with: { order: ["n"] } },
            checks: [check, strict],
          }),
        ],
        primaryKey: { columns: ["n"], strategy: keep },
      },
    ]);
    const run = await harness.run(document, values("1", null, null, "1", "3", null, "3", "11", null, "3"));
    expect((await run.rows("t")).map((row) => row.v)).toEqual(["1", "1", "1", "1", "3", "3", "3", "11", "3"]);
    expect((await run.quarantine("t")).map((row) => [row.__code, row.n])).toEqual([["check", "8"]]);
  });
});
