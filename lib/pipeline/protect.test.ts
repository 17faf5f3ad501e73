import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PipelineHarness, plain, type SourceRows, testDocument } from "#lib/testing";

let harness: PipelineHarness;
beforeAll(async () => {
  harness = await PipelineHarness.open();
});
afterAll(() => harness.close());

const keep = { rule: "keep", with: { reason: "A test." } };
const rows = (columns: readonly string[], values: readonly (readonly (string | null)[])[]): SourceRows => ({
  columns,
  rows: values,
});
const quasi = (name: string, datatype = "string", anonymize: unknown = keep) => ({
  name,
  datatype,
  privacyClass: "quasi-identifier",
  anonymize,
});
const person = (privacy: Record<string, unknown> | undefined, column = quasi("city")) => ({
  name: "person",
  columns: [plain("id", "integer"), column],
  primaryKey: { columns: ["id"], strategy: { rule: "surrogate" } },
  ...(privacy ? { privacy } : {}),
});
const visit = (privacy: Record<string, unknown> | undefined, onOrphan = "null", extra: unknown[] = []) => ({
  name: "visit",
  columns: [plain("id", "integer"), { name: "person_id" }, ...extra],
  primaryKey: { columns: ["id"], strategy: keep },
  foreignKeys: [{ columns: ["person_id"], references: { table: "person", columns: ["id"] }, onOrphan }],
  ...(privacy ? { privacy } : {}),
});
const cities = (...counts: [string | null, number][]) =>
  counts
    .flatMap(([city, count]) => Array.from({ length: count }, () => city))
    .map((city, index) => [String(index + 1), city]);

describe("k-anonymity by suppression", () => {
  it("small classes are removed, null is a value, and k is measured again on what is published", async () => {
    const document = testDocument([person({ kAnonymity: 3, suppressionLimit: 0.5 })]);
    const run = await harness.run(document, {
      person: rows(["id", "city"], cities(["Москва", 4], ["Тверь", 2], [null, 3])),
    });
    expect((await run.rows("person")).map((row) => String(row.city)).sort()).toEqual([
      "null",
      "null",
      "null",
      "Москва",
      "Москва",
      "Москва",
      "Москва",
    ]);
    const report = run.outcome.reports.privacy.tables[0];
    expect(report).toMatchObject({
      requiredK: 3,
      achievedK: 3,
      suppressed: 2,
      riskAfter: { prosecutor: 1 / 3, marketer: 2 / 7, uniqueShare: 0 },
    });
    expect(report?.classSizes).toEqual([
      { size: 3, classes: 1 },
      { size: 4, classes: 1 },
    ]);
    expect(run.outcome.reports.quality.tables[0]?.counts).toMatchObject({
      published: 7,
      suppressed: 2,
      rejected: 0,
    });
  });
  it("rows without a value make a class of their own, which goes where it is small", async () => {
    const document = testDocument([person({ kAnonymity: 3, suppressionLimit: 0.5 })]);
    const run = await harness.run(document, {
      person: rows(["id", "city"], cities(["Москва", 4], [null, 2])),
    });
    expect((await run.rows("person")).map((row) => row.city)).toEqual(Array(4).fill("Москва"));
    expect(run.outcome.reports.privacy.tables[0]).toMatchObject({ achievedK: 4, suppressed: 2 });
  });
  it("a run that cannot meet it within the limit publishes nothing", async () => {
    const document = testDocument([person({ kAnonymity: 3, suppressionLimit: 0.1 })]);
    const failing = harness.run(document, {
      person: rows(["id", "city"], cities(["Москва", 4], ["Тверь", 2])),
    });
    await expect(failing).rejects.toMatchObject({
      code: "privacy-unmet",
      params: { suppressed: 2, transformed: 6 },
      place: { stage: "protect", table: "person" },
    });
  });
  it("visits of nobody known are one person's: many of them make no class of persons", async () => {
    const document = testDocument(
      [
        person(undefined, plain("city") as never),
        visit({ kAnonymity: 3, suppressionLimit: 1 }, "keep", [quasi("day")]),
      ],
      { person: { table: "person" } },
    );
    const run = await harness.run(document, {
      person: rows(["id", "city"], cities(["Москва", 3])),
      visit: rows(
        ["id", "person_id", "day"],
        [
          ...[null, null, null, "99", "98"].map((who, at) => [String(at), who, "Mon"]),
          ...["1", "2", null, "97"].map((who, at) => [String(at + 10), who, "Tue"]),
        ],
      ),
    });
    expect((await run.rows("visit")).map((row) => row.day)).toEqual(Array(4).fill("Tue"));
    expect(run.outcome.reports.privacy.tables.find(({ name }) => name === "visit")?.achievedK).toBe(3);
  });
  it("a sample may lose more than the limit: its classes are smaller than the data's", async () => {
    const document = testDocument([person({ kAnonymity: 3, suppressionLimit: 0.1 })]);
    const data = { person: rows(["id", "city"], cities(["Москва", 3], ["Тверь", 30])) };
    const sampled = await harness.run(document, data, { kind: "trial", sample: 5 });
    expect(sampled.outcome.reports.quality.tables[0]?.counts).toMatchObject({ published: 3, suppressed: 2 });
    await expect(
      harness.run(
        document,
        { person: rows(["id", "city"], cities(["Москва", 3], ["Тверь", 2])) },
        { kind: "trial" },
      ),
    ).rejects.toMatchObject({ code: "privacy-unmet" });
  });
  it("five visits of one patient are no class of five persons", async () => {
    const document = testDocument(
      [
        person(undefined, plain("city") as never),
        visit({ kAnonymity: 5, suppressionLimit: 1 }, "null", [quasi("day")]),
      ],
      { person: { table: "person" } },
    );
    const data = {
      person: rows(["id", "city"], cities(["Москва", 6])),
      visit: rows(
        ["id", "person_id", "day"],
        [
          ...Array.from({ length: 5 }, (_, index) => [String(index), "1", "Mon"]),
          ...Array.from({ length: 5 }, (_, index) => [String(index + 10), String(index + 1), "Tue"]),
        ],
      ),
    };
    const run = await harness.run(document, data);
    expect(new Set((await run.rows("visit")).map((row) => row.day))).toEqual(new Set(["Tue"]));
    expect(run.outcome.reports.privacy.tables.find((table) => table.name === "visit")).toMatchObject({
      unit: "persons",
      achievedK: 5,
    });
    expect(run.outcome.reports.privacy.notCovered.map((note) => note.table)).toContain("visit");
  });
  it("classes of a child are made of its parents' quasi-identifiers too", async () => {
    const document = testDocument(
      [
        person({ kAnonymity: 2, suppressionLimit: 1 }),
        visit({ kAnonymity: 2, suppressionLimit: 1 }, "null", [quasi("day")]),
      ],
      { person: { table: "person" } },
    );
    const data = {
      person: rows(["id", "city"], cities(["Москва", 2], ["Тверь", 2])),
      visit: rows(
        ["id", "person_id", "day"],
        [
          ["1", "1", "Mon"],
          ["2", "3", "Mon"],
          ["3", "1", "Tue"],
          ["4", "2", "Tue"],
        ],
      ),
    };
    const run = await harness.run(document, data);
    expect((await run.rows("visit")).map((row) => row.id)).toEqual(["3", "4"]);
    expect(run.outcome.reports.privacy.tables[1]?.quasiIdentifiers).toEqual(["visit.day", "person.city"]);
  });
  it("orphans made by suppression: children of suppressed rows go with them whatever onOrphan says", async () => {
    for (const onOrphan of ["keep", "null", "fail"]) {
      const document = testDocument([
        person({ kAnonymity: 2, suppressionLimit: 1 }),
        visit(undefined, onOrphan),
      ]);
      const data = {
        person: rows(["id", "city"], cities(["Москва", 2], ["Тверь", 1])),
        visit: rows(
          ["id", "person_id"],
          [
            ["1", "1"],
            ["2", "3"],
            ["3", "2"],
            ["4", "3"],
          ],
        ),
      };
      const run = await harness.run(document, data);
      expect((await run.rows("person")).length).toBe(2);
      expect((await run.rows("visit")).map((row) => row.id)).toEqual(["1", "3"]);
      expect(run.outcome.reports.quality.tables[1]?.counts).toEqual({
        extracted: 4,
        transformed: 4,
        published: 2,
        rejected: 0,
        deduplicated: 0,
        suppressed: 2,
      });
    }
  });
  it("removal and measuring alternate until nothing changes", async () => {
    const table = person({ kAnonymity: 2, suppressionLimit: 1 });
    const document = testDocument([
      {
        ...table,
        columns: [...table.columns, { name: "mentor" }],
        primaryKey: { columns: ["id"], strategy: keep },
        foreignKeys: [
          { columns: ["mentor"], references: { table: "person", columns: ["id"] }, onOrphan: "keep" },
        ],
      },
    ]);
    // 1 is alone, so 2, whom 1 mentors, goes; that leaves 3 alone, so 4 goes with 3; that leaves 5 alone. 6 and 7 stay.
    const data = {
      person: rows(
        ["id", "city", "mentor"],
        [
          ["1", "Тотьма", null],
          ["2", "Тверь", "1"],
          ["3", "Тверь", null],
          ["4", "Омск", "3"],
          ["5", "Омск", null],
          ["6", "Москва", null],
          ["7", "Москва", "6"],
        ],
      ),
    };
    const run = await harness.run(document, data);
    expect((await run.rows("person")).map((row) => row.id)).toEqual(["6", "7"]);
    expect(run.outcome.reports.privacy.tables[0]).toMatchObject({ achievedK: 2, suppressed: 5 });
  });
});

describe("anonymization", () => {
  it("a column that the source has but the document does not name never leaves", async () => {
    const run = await harness.run(testDocument([person(undefined)]), {
      person: { columns: ["id", "city", "secret"], rows: [["1", "Москва", "x"]] },
    });
    expect(Object.keys((await run.rows("person"))[0] ?? {})).toEqual(["id", "city"]);
  });
  it("a dropped column is not published, and a table with publish: false only feeds others", async () => {
    const document = testDocument([
      { ...person(undefined, { ...quasi("city"), anonymize: { rule: "drop" } }), publish: false },
      visit(undefined),
    ]);
    const run = await harness.run(document, {
      person: rows(["id", "city"], [["1", "a"]]),
      visit: rows(["id", "person_id"], [["1", "1"]]),
    });
    expect(
      run.outcome.kind === "published" && run.outcome.manifest.tables.map((table) => table.name),
    ).toEqual(["visit"]);
  });
  it("a date shift two tables away is the person's: the same in every table, order and intervals kept, never zero", async () => {
    const shifted = (name: string) => ({
      name,
      datatype: "date",
      privacyClass: "sensitive",
      anonymize: { rule: "date-shift", with: { entity: "person", days: 30 } },
    });
    const document = testDocument([
      { ...person(undefined), columns: [plain("id", "integer"), shifted("born")] },
      visit(undefined, "reject", [shifted("day")]),
      {
        name: "test",
        columns: [plain("id", "integer"), { name: "visit_id" }, shifted("taken")],
        primaryKey: { columns: ["id"], strategy: keep },
        foreignKeys: [
          { columns: ["visit_id"], references: { table: "visit", columns: ["id"] }, onOrphan: "reject" },
        ],
      },
    ]);
    const data = {
      person: rows(
        ["id", "born"],
        [
          ["1", "2000-01-01"],
          ["2", "2000-01-01"],
        ],
      ),
      visit: rows(
        ["id", "person_id", "day"],
        [
          ["1", "1", "2020-01-01"],
          ["2", "1", "2020-01-11"],
          ["3", "2", "2020-01-01"],
        ],
      ),
      test: rows(
        ["id", "visit_id", "taken"],
        [
          ["1", "1", "2020-01-01"],
          ["2", "3", "2020-01-01"],
          ["3", null, "2020-01-01"],
        ],
      ),
    };
    const run = await harness.run(document, data);
    const day = (value: unknown) => Date.parse(String(value)) / 86_400_000;
    const [first, second, other] = (await run.rows("visit")).map((row) => day(row.day));
    expect((second ?? 0) - (first ?? 0)).toBe(10);
    const shift = (first ?? 0) - day("2020-01-01");
    expect(shift).not.toBe(0);
    const tests = (await run.rows("test")).map((row) => day(row.taken));
    expect(tests).toEqual([first, other]);
    expect((await run.rows("person")).map((row) => day(row.born) - day("2000-01-01"))).toContain(shift);
    // Without an entity there is no shift, and nothing passes through unshifted.
    expect(await run.quarantine("test")).toMatchObject([{ __code: "anonymize", __column: "taken" }]);
  });
  it("equal values of one linkage domain get equal pseudonyms in every table, other domains and keys do not", async () => {
    const phone = (name: string, domain?: string) => ({
      name,
      datatype: "string",
      privacyClass: "direct-identifier",
      anonymize: { rule: "pseudonymize", with: domain ? { domain } : {} },
    });
    const table = (name: string, column: unknown) => ({
      name,
      columns: [plain("id", "integer"), column],
      primaryKey: { columns: ["id"], strategy: keep },
    });
    const document = testDocument([
      table("a", phone("p", "person.phone")),
      table("b", phone("q", "person.phone")),
      table("c", phone("r")),
    ]);
    const one = (column: string) => rows(["id", column], [["1", "+79161234567"]]);
    const data = { a: one("p"), b: one("q"), c: one("r") };
    const run = await harness.run(document, data);
    const value = async (from: typeof run, name: string, column: string) =>
      (await from.rows(name))[0]?.[column];
    expect(await value(run, "a", "p")).toBe(await value(run, "b", "q"));
    expect(await value(run, "c", "r")).not.toBe(await value(run, "a", "p"));
    const otherKey = await harness.run(document, data, { seed: "another" });
    expect(await value(otherKey, "a", "p")).not.toBe(await value(run, "a", "p"));
  });
});

it("a value is published alike whether each row or each distinct value was made", async () => {
  const fake = {
    name: "name",
    datatype: "string",
    privacyClass: "direct-identifier",
    anonymize: { rule: "fake", with: { kind: "last-name", locale: "ru" } },
  };
  const document = testDocument([
    { name: "t", columns: [plain("id", "integer"), fake], primaryKey: { columns: ["id"], strategy: keep } },
  ]);
  const many = (count: number) =>
    rows(
      ["id", "name"],
      Array.from({ length: count }, (_, index) => [
        String(index),
        index % 7 === 0 ? null : `Имя ${index % 50}`,
      ]),
    );
  const names = async (count: number) =>
    (await (await harness.run(document, { t: many(count) })).rows("t")).slice(0, 100).map((row) => row.name);
  const each = await names(100);
  expect(new Set(each).size).toBeGreaterThan(10);
  expect(await names(60_000)).toEqual(each);
});

describe("counts: transformed = published + rejected + deduplicated + suppressed", () => {
  it("maxRejected is rejected over transformed, cascades included", async () => {
    const limited = {
      ...person(undefined),
      limits: { maxRejected: 0.4 },
      columns: [plain("id", "integer"), { ...quasi("city"), nulls: { rule: "reject" } }],
    };
    const fine = {
      person: rows(
        ["id", "city"],
        [
          ["1", "a"],
          ["2", "a"],
          ["3", null],
        ],
      ),
    };
    expect(
      (await harness.run(testDocument([limited]), fine)).outcome.reports.quality.tables[0]?.counts,
    ).toMatchObject({ published: 2, rejected: 1 });
    const over = {
      person: rows(
        ["id", "city"],
        [
          ["1", "a"],
          ["2", null],
          ["3", null],
        ],
      ),
    };
    await expect(harness.run(testDocument([limited]), over)).rejects.toMatchObject({
      code: "too-many-rejected",
      params: { rejected: 2, transformed: 3 },
    });
  });
});
