import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PipelineHarness, plain, type SourceRows, testDocument } from "#lib/testing";

let harness: PipelineHarness;
beforeAll(async () => {
  harness = await PipelineHarness.open();
});
afterAll(() => harness.close());

const keep = { rule: "keep", with: { reason: "A test." } };
const column = (name: string, datatype: string, anonymize: unknown) => ({
  name,
  datatype,
  privacyClass: "quasi-identifier",
  anonymize,
});

/** One keyed table with a rule on `v` and insensitive columns beside it. */
const table = (datatype: string, anonymize: unknown, beside: readonly string[] = []) => ({
  name: "t",
  columns: [plain("id", "integer"), column("v", datatype, anonymize), ...beside.map((name) => plain(name))],
  primaryKey: { columns: ["id"], strategy: keep },
});
const rows = (columns: readonly string[], values: readonly (readonly (string | null)[])[]): SourceRows => ({
  columns: ["id", ...columns],
  rows: values.map((value, index) => [String(index + 1), ...value]),
});
const run = (document: ReturnType<typeof testDocument>, data: SourceRows, options = {}) =>
  harness.run(document, { t: data }, options);

describe("rules that look at the whole column", () => {
  it("shuffle keeps each group's values, moves every one, and sends small groups to quarantine", async () => {
    const values = Array.from({ length: 34 }, (_, index): [string, string] => [
      `v${index}`,
      index < 25 ? "big" : index < 34 ? "small" : "",
    ]);
    const document = testDocument([table("string", { rule: "shuffle", with: { within: ["g"] } }, ["g"])]);
    const result = await run(document, rows(["v", "g"], values));
    const published = await result.rows("t");
    expect(published.length).toBe(25);
    expect(published.map((row) => row.v).sort()).toEqual(
      values
        .slice(0, 25)
        .map(([v]) => v)
        .sort(),
    );
    expect(published.filter((row) => row.v === `v${Number(row.id) - 1}`)).toEqual([]);
    const rejected = await result.quarantine("t");
    expect(rejected.length).toBe(9);
    expect(rejected[0]).toMatchObject({ __code: "anonymize", __column: "v" });
    const reversed = { columns: ["id", "v", "g"], rows: [...rows(["v", "g"], values).rows].reverse() };
    expect(await (await run(document, reversed, { threads: 1 })).rows("t")).toEqual(published);
  });

  it("a percentile bound is fitted on the rows that survive, told to two digits, and stands in no report", async () => {
    const document = testDocument([
      {
        ...table("integer", { rule: "top-bottom-code", with: { highPercentile: 95 } }),
        columns: [
          plain("id", "integer"),
          {
            ...column("v", "integer", { rule: "top-bottom-code", with: { highPercentile: 95 } }),
            checks: [{ rule: "range", with: { maximum: 1_000_000 }, onViolation: "reject" }],
          },
        ],
      },
    ]);
    const values = Array.from({ length: 400 }, (_, index): [string] => [String(12_345 + index * 7)]);
    const outliers: [string][] = Array.from({ length: 100 }, () => ["99999999"]);
    const result = await run(document, rows(["v"], [...values, ...outliers]));
    const published = (await result.rows("t")).map((row) => Number(row.v));
    // The 95th percentile of the 400 is 12345 + 379 × 7 = 14998; the outliers were rejected before.
    expect(Math.max(...published)).toBe(14_000);
    expect(published.filter((value) => value === 14_000).length).toBeGreaterThanOrEqual(20);
    expect(JSON.stringify([result.outcome, result.events])).not.toContain("14998");
  });
});

describe("what a rule cannot handle goes to quarantine", () => {
  const handled = async (datatype: string, anonymize: unknown, values: readonly string[], extra = {}) => {
    const document = testDocument([table(datatype, anonymize)], extra);
    const result = await run(
      document,
      rows(
        ["v"],
        values.map((value) => [value]),
      ),
    );
    const rejected = await result.quarantine("t");
    return {
      published: (await result.rows("t")).map((row) => row.v),
      rejected: rejected.map((row) => [row.v, row.__code]),
    };
  };

  it("a value that the hierarchy does not cover", async () => {
    const hierarchies = [
      {
        name: "city",
        rule: "value-table",
        with: {
          rows: [
            ["Тверь", "ЦФО"],
            ["Томск", "СФО"],
          ],
        },
      },
    ];
    const generalize = { rule: "generalize-category", with: { hierarchy: "city", level: 1 } };
    expect(await handled("string", generalize, ["Тверь", "Томск", "Атлантида"], { hierarchies })).toEqual({
      published: ["ЦФО", "СФО"],
      rejected: [["Атлантида", "anonymize"]],
    });
  });

  it("infinities and what is no number, before a rule sees them or in it", async () => {
    const result = await handled("float", { rule: "round", with: { step: 10 } }, [
      "14",
      "NaN",
      "Infinity",
      "1e300",
    ]);
    expect(result.published).toEqual([10]);
    expect(result.rejected).toEqual([
      ["NaN", "cast"],
      ["Infinity", "cast"],
      ["1e300", "anonymize"],
    ]);
  });

  it("dates outside the years 1 to 9999, and dates that a shift could move there", async () => {
    const year = { rule: "generalize-date", with: { unit: "year" } };
    const beyond = await handled("date", year, ["2020-05-05", "10000-01-01", "0000-01-01", "0001-01-02"]);
    expect(beyond.published.map(String)).toEqual([expect.stringContaining("2020")]);
    expect(beyond.rejected.map(([value]) => value)).toEqual(["10000-01-01", "0000-01-01", "0001-01-02"]);
    const shift = await handled("date", { rule: "date-shift" }, ["2020-05-05", "9999-12-31", "0001-01-01"]);
    expect(shift.published.length).toBe(1);
    expect(shift.rejected.map(([, code]) => code)).toEqual(["anonymize", "anonymize"]);
  });

  it("what is no address, no place, no ZIP code", async () => {
    const ip = await handled("string", { rule: "generalize-ip" }, ["10.1.2.3", "10.1.2.300"]);
    expect(ip).toEqual({ published: ["10.1.2.0/24"], rejected: [["10.1.2.300", "anonymize"]] });
    const geo = await handled("string", { rule: "generalize-geo", with: { grid: 1 } }, ["55.7,37.6", "95,0"]);
    expect(geo).toEqual({ published: ["55.5,37.5"], rejected: [["95,0", "anonymize"]] });
    const zip = await handled("string", { rule: "generalize-prefix", with: { preset: "us-zip3" } }, [
      "03601",
      "n/a",
    ]);
    expect(zip).toEqual({ published: ["000"], rejected: [["n/a", "anonymize"]] });
  });

  it("an expression that divides by zero", async () => {
    const script = { rule: "column-script", with: { expression: "10 / value", returns: "float" } };
    expect(await handled("integer", script, ["4", "0"])).toEqual({
      published: [2.5],
      rejected: [["0", "anonymize"]],
    });
  });
});

describe("rules over other columns", () => {
  it("a condition chooses between a pseudonym and a mask, and the pseudonym is the domain's", async () => {
    const anonymize = {
      rule: "conditional",
      with: {
        when: "country = 'US'",
        apply: { rule: "pseudonymize" },
        otherwise: { rule: "mask", with: { keepStart: 1 } },
        domain: "person.name",
      },
    };
    const document = testDocument([table("string", anonymize, ["country"])]);
    const result = await run(
      document,
      rows(
        ["v", "country"],
        [
          ["Anna", "US"],
          ["Anna", "RU"],
          ["Anna", null],
        ],
      ),
    );
    const plainDocument = testDocument([
      table("string", { rule: "pseudonymize", with: { domain: "person.name" } }, ["country"]),
    ]);
    const [alone] = await (await run(plainDocument, rows(["v", "country"], [["Anna", "US"]]))).rows("t");
    expect((await result.rows("t")).map((row) => row.v)).toEqual([alone?.v, "A***", "A***"]);
    const report = result.outcome.reports.privacy.tables[0]?.columns.find(({ name }) => name === "v");
    expect(report).toMatchObject({ rule: "conditional", linkageDomain: "person.name" });
  });

  it("a promise of uniqueness is checked on the data and fails the run when it is broken", async () => {
    const script = (unique: boolean) =>
      testDocument([
        table("string", { rule: "column-script", with: { expression: "lower(value)", unique } }),
      ]);
    const data = rows(["v"], [["Ann"], ["ANN"], ["Bob"]]);
    expect((await (await run(script(false), data)).rows("t")).length).toBe(3);
    await expect(run(script(true), data)).rejects.toMatchObject({
      code: "declared-not-unique",
      params: { table: "t", column: "v", collisions: 1 },
    });
    expect((await (await run(script(true), rows(["v"], [["Ann"], ["Ann"], ["Bob"]]))).rows("t")).length).toBe(
      3,
    );
  });
});
