import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { diagnose } from "#lib/metadata";
import { PipelineHarness, plain, testDocument } from "#lib/testing";

let harness: PipelineHarness;
beforeAll(async () => {
  harness = await PipelineHarness.open();
});
afterAll(() => harness.close());

const column = (name: string, values: readonly (string | null)[], datatype = "string") => ({
  columns: ["n", { name, datatype }],
  rows: values.map((value, index) => [String(index), value]),
});
const key = { columns: ["n"], strategy: { rule: "keep", with: { reason: "A line number." } } };
const table = (rule: Record<string, unknown>) =>
  testDocument([
    {
      name: "t",
      columns: [plain("n", "integer"), { privacyClass: "insensitive", ...rule }],
      primaryKey: key,
    },
  ]);

async function cleansed(
  rule: Record<string, unknown> & { name: string },
  values: readonly (string | null)[],
  datatype?: string,
) {
  const run = await harness.run(table(rule), { t: column(rule.name, values, datatype) });
  return { run, values: (await run.rows("t")).map((row) => row[rule.name]) };
}

describe("a cast accepts a written grammar per type and only exact results", () => {
  const cases: readonly [datatype: string, accepted: readonly string[], refused: readonly string[]][] = [
    [
      "integer",
      ["0", "007", "-5", "+12", "9223372036854775807"],
      ["1.9", "1e3", "", " 1", "9223372036854775808", "٣", "0x10"],
    ],
    ["decimal(6,2)", ["1.5", "-0.10", "9999.99", "1.500"], ["1.999", "10000", "1,5", "NaN", ".5"]],
    ["float", ["1.5", "-1e3", ".5", "2."], ["infinity", "nan", "1e999", "1,5"]],
    ["boolean", ["true", "false"], ["TRUE", "1", "yes", ""]],
    ["date", ["2024-02-29"], ["2023-02-29", "01.02.2024", "2024-2-1", "infinity", "2024-01-01 00:00:00"]],
    ["time", ["23:59", "00:00:00.5"], ["24:00", "7:30"]],
    [
      "timestamp",
      ["2024-01-01 10:00", "2024-01-01T10:00:00.123456"],
      ["2024-01-01", "now", "2024-01-01 10:00Z"],
    ],
    ["timestamp(tz)", ["2024-01-01 10:00:00Z", "2024-01-01 10:00:00+03"], ["2024-01-01 10:00", "today"]],
    ["uuid", ["00000000-0000-4000-8000-000000000000"], ["0000", "{00000000-0000-4000-8000-000000000000}"]],
    ["json", ['{"a":1}', "null"], ["{", "{a:1}"]],
    ["binary", ["\\x00ff", "\\x"], ["00ff", "\\x0", "\\xzz"]],
  ];
  it.each(cases)("%s", async (datatype, accepted, refused) => {
    const { run } = await cleansed({ name: "v", datatype }, [...accepted, ...refused]);
    expect((await run.rows("t")).map((row) => row.n)).toEqual(accepted.map((_, index) => String(index)));
    const rejected = await run.quarantine("t");
    expect(rejected.map((row) => row.v)).toEqual(refused);
    expect(new Set(rejected.map((row) => row.__code))).toEqual(new Set(["cast"]));
  });
});

describe("a cast failure follows onCastFailure, never a silent null", () => {
  it.each([
    ["reject", ["1"], ["cast"]],
    ["null", ["1", null], []],
    ["default", ["1", "9"], []],
    ["warn", ["1", null], []],
  ])("%s", async (onCastFailure, values, codes) => {
    const rule = {
      name: "v",
      datatype: "integer",
      onCastFailure,
      ...(onCastFailure === "default" ? { default: 9 } : {}),
    };
    const made = await cleansed(rule, ["1", "x"]);
    expect(made.values).toEqual(values);
    expect(codes.length > 0 ? (await made.run.quarantine("t")).map((row) => row.__code) : []).toEqual(codes);
    const counted = made.run.outcome.reports.quality.tables[0]?.rules.find((one) => one.code === "cast");
    expect(counted).toMatchObject({ column: "v", action: onCastFailure, rows: { fewerThan: 5 } });
  });
  it("fail stops the run and names the place without the value", async () => {
    const failing = cleansed({ name: "v", datatype: "integer", onCastFailure: "fail" }, [
      "1",
      "secret-value",
    ]);
    await expect(failing).rejects.toMatchObject({
      code: "rule-failed",
      place: { stage: "cleanse", table: "t", column: "v" },
    });
    await failing.catch((error: Error) => expect(error.message).not.toContain("secret-value"));
  });
});

describe("the order inside Cleanse", () => {
  it("null tokens are compared trimmed, in NFC and case-folded, before parsing", async () => {
    const rule = {
      name: "v",
      datatype: "date",
      normalize: [{ rule: "parse-date", with: { formats: ["%d.%m.%Y"] } }],
      nulls: { rule: "keep", tokens: ["н/д", "-", "пустой"] },
    };
    const made = await cleansed(rule, ["01.02.2024", " Н/Д ", "-", "Пустои\u0306", "и\u0306"]);
    expect(made.values).toEqual(["2024-02-01", null, null, null]);
    expect(await made.run.quarantine("t")).toMatchObject([{ __code: "cast", v: "и\u0306" }]);
  });
  it("a null token that is no date becomes null and is no cast failure", async () => {
    const rule = { name: "v", datatype: "date", nulls: { rule: "reject", tokens: ["unknown"] } };
    const made = await cleansed(rule, ["2024-02-01", "unknown"]);
    expect(await made.run.quarantine("t")).toMatchObject([{ __code: "null", __column: "v" }]);
  });
  it("checks look at present values, then the null strategy fills", async () => {
    const check = { rule: "range", with: { minimum: "0", maximum: "10" }, onViolation: "null" };
    const rule = {
      name: "v",
      datatype: "integer",
      checks: [check],
      nulls: { rule: "constant", with: { value: "99" } },
    };
    // The constant is not checked again: the document's author chose it knowing the range.
    expect((await cleansed(rule, ["5", "50", null])).values).toEqual(["5", "99", "99"]);
  });
});

describe("every onViolation", () => {
  const range = { rule: "range", with: { minimum: "0", maximum: "10" } };
  it.each([
    ["reject", {}, ["5"]],
    ["null", {}, ["5", null]],
    ["default", { default: 7 }, ["5", "7"]],
    ["clamp", {}, ["5", "10"]],
    ["warn", {}, ["5", "50"]],
  ])("%s", async (onViolation, extra, values) => {
    const made = await cleansed(
      { name: "v", datatype: "integer", checks: [{ ...range, onViolation, ...extra }] },
      ["5", "50"],
    );
    expect(made.values).toEqual(values);
    const counted = made.run.outcome.reports.quality.tables[0]?.rules.find((rule) => rule.code === "check");
    expect(counted).toMatchObject({ rule: "range", action: onViolation });
  });
  it.each([
    ["reject", {}, ["0", "10"]],
    ["null", {}, [null, "0", "10", null]],
    ["default", { default: 7 }, ["7", "0", "10", "7"]],
    ["clamp", {}, ["0", "0", "10", "10"]],
    ["warn", {}, ["-1", "0", "10", "11"]],
  ])("%s acts beyond a bound and not on it", async (onViolation, extra, values) => {
    const made = await cleansed(
      { name: "v", datatype: "integer", checks: [{ ...range, onViolation, ...extra }] },
      // Three of each, so that the report says how many there were.
      ["-1", "0", "10", "11"].flatMap((value) => [value, value, value]),
    );
    expect(made.values).toEqual(values.flatMap((value) => [value, value, value]));
    const counted = made.run.outcome.reports.quality.tables[0]?.rules.find((rule) => rule.code === "check");
    expect(counted).toMatchObject({ rule: "range", action: onViolation, rows: 6 });
  });
  it("fail", async () => {
    const failing = cleansed(
      { name: "v", datatype: "integer", checks: [{ ...range, onViolation: "fail" }] },
      ["5", "50"],
    );
    await expect(failing).rejects.toMatchObject({ code: "rule-failed", params: { count: 1, rule: "range" } });
  });
  it("unique violates on all but the winner", async () => {
    const unique = (onViolation: string, extra = {}) => ({
      name: "v",
      checks: [{ rule: "unique", onViolation, ...extra }],
    });
    expect((await cleansed(unique("reject"), ["a", "a", "b", "a"])).values.sort()).toEqual(["a", "b"]);
    expect(
      (await cleansed(unique("null"), ["a", "a", "b"])).values.filter((value) => value === null),
    ).toHaveLength(1);
    const rejecting = { ...unique("null"), nulls: { rule: "reject" } };
    const taken = await cleansed(rejecting, ["a", "a", "b", null, "a"]);
    expect(taken.values.sort()).toEqual(["a", "b"]);
    expect((await taken.run.quarantine("t")).map((row) => `${row.__code} ${row.__rule}`)).toEqual([
      "null reject",
      "null reject",
      "null reject",
    ]);
    expect((await cleansed(unique("warn"), ["a", "a", "b"])).values).toEqual(["a", "a", "b"]);
    await expect(cleansed(unique("fail"), ["a", "a"])).rejects.toMatchObject({ code: "rule-failed" });
  });
});

it("a column that the data does not have is an error that names what is there", async () => {
  const document = testDocument([{ name: "t", columns: [plain("gone")] }]);
  await expect(harness.run(document, { t: column("v", ["1"]) })).rejects.toMatchObject({
    code: "column-missing",
    params: { table: "t", column: "gone", available: "n, v" },
  });
});

it("an empty table is published empty", async () => {
  const { run } = await cleansed({ name: "v", datatype: "integer" }, []);
  expect(await run.rows("t")).toEqual([]);
});

it("a report tells no share that stands for fewer than k rows", async () => {
  const values = [...Array.from({ length: 99 }, () => "1"), null];
  const { run } = await cleansed({ name: "v", datatype: "integer" }, values);
  expect(
    run.outcome.reports.quality.tables[0]?.columns.find((one) => one.name === "v")?.nullShareBefore,
  ).toBe(0.05);
});

describe("hard cases", () => {
  it("1.9 is no integer: it is rejected, never rounded", async () => {
    const { values, run } = await cleansed({ name: "v", datatype: "integer" }, ["1.9", "2", "2.0"]);
    expect(values).toEqual(["2"]);
    expect(await run.quarantine("t")).toHaveLength(2);
  });
  it.each(["string", "integer", "decimal(10,2)", "date"])(
    "an all-null column of %s is published empty, and fitted to nothing rejects its rows",
    async (datatype) => {
      const kept = await cleansed({ name: "v", datatype }, [null, null]);
      expect(kept.values).toEqual([null, null]);
      const fitted = await cleansed({ name: "v", datatype, nulls: { rule: "maximum" } }, [null, null]);
      expect(fitted.values).toEqual([]);
      expect((await fitted.run.quarantine("t")).map((row) => row.__code)).toEqual(["null", "null"]);
      expect(fitted.run.events.some((event) => event.message === "rules-empty-fit")).toBe(true);
    },
  );
  it.each(["float", "decimal(10,2)", "integer"])(
    "NaN and infinities are no %s, from any source",
    async (datatype) => {
      const wild = ["NaN", "Infinity", "-inf", "1"];
      for (const source of ["string", "float"]) {
        const { values } = await cleansed({ name: "v", datatype }, wild, source);
        expect(values.map(Number)).toEqual([1]);
      }
    },
  );
  it("dates outside the years 1 to 9999 are quarantined", async () => {
    const { values, run } = await cleansed({ name: "v", datatype: "date" }, [
      "0000-12-31",
      "10000-01-01",
      "0044-03-15 (BC)",
      "0001-01-01",
      "9999-12-31",
    ]);
    expect(values).toEqual(["0001-01-01", "9999-12-31"]);
    expect((await run.quarantine("t")).map((row) => row.__code)).toEqual(["cast", "cast", "cast"]);
  });
  it("no report tells the value that filled a classed column", async () => {
    const made = await cleansed(
      {
        name: "v",
        datatype: "integer",
        privacyClass: "sensitive",
        anonymize: { rule: "null" },
        nulls: { rule: "mean" },
      },
      ["7340021", "7340023", null],
    );
    const told = JSON.stringify([made.run.outcome, made.run.events]);
    expect(told).toContain('"mean"');
    expect(told).not.toMatch(/73400/);
  });
});

describe("a disabled step stays in its place and does nothing", () => {
  it.each([
    [true, [" a ", " bb "]],
    [false, ["a"]],
  ])("disabled: %s", async (disabled, values) => {
    const rule = {
      name: "v",
      normalize: [{ rule: "trim", disabled, title: "Spaces" }],
      checks: [{ rule: "length", with: { maximum: 1 }, onViolation: "reject" as const, disabled }],
    };
    expect((await cleansed(rule, [" a ", " bb "])).values).toEqual(values);
  });

  it("says nothing of what is wrong with it", () => {
    const wrong = (disabled: boolean) =>
      diagnose(table({ name: "v", normalize: [{ rule: "no-such-rule", disabled }] }), { mode: "executable" });
    expect(wrong(true)).toEqual([]);
    expect(wrong(false)).toMatchObject([{ code: "unknown-rule" }]);
  });
});
