import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PipelineHarness, plain, type SourceRows, testDocument } from "#lib/testing";

let harness: PipelineHarness;
beforeAll(async () => {
  harness = await PipelineHarness.open();
});
afterAll(() => harness.close());

const keep = { rule: "keep", with: { reason: "A test." } };
const leveled = (name: string, datatype: string, hierarchy: Record<string, unknown>) => ({
  name,
  datatype,
  privacyClass: "quasi-identifier",
  hierarchy,
});
const hierarchies = [
  {
    name: "city",
    rule: "value-table",
    // A label that repeats at two levels, a top that is no star, names with spaces and apostrophes.
    with: {
      rows: [
        ["Тверь", "Центр", "Россия"],
        ["Орёл", "Центр", "Россия"],
        ["Côte d'Ivoire", "Africa", "Rest"],
        ["Rest", "Rest", "Rest"],
      ],
    },
  },
  { name: "age", rule: "intervals", with: { widths: [10, 20] } },
];
const person = (privacy: Record<string, unknown> | undefined) => ({
  name: "person",
  columns: [
    plain("id", "integer"),
    leveled("city", "string", { name: "city" }),
    leveled("age", "integer", { name: "age" }),
  ],
  primaryKey: { columns: ["id"], strategy: keep },
  ...(privacy ? { privacy } : {}),
});
const people = (...rows: readonly (readonly [string | null, number])[]): SourceRows => ({
  columns: ["id", "city", "age"],
  rows: rows.map(([city, age], id) => [String(id), city, String(age)]),
});

describe("levels left to Protect", () => {
  it("are the least that meets the models, written as labels", async () => {
    const document = testDocument([person({ kAnonymity: 2 })], { hierarchies });
    const run = await harness.run(document, {
      person: people(["Тверь", -3], ["Орёл", -8], ["Côte d'Ivoire", 41], ["Côte d'Ivoire", 47]),
    });
    expect((await run.rows("person")).map(({ city, age }) => [city, age])).toEqual([
      ["Центр", "[-10, 0)"],
      ["Центр", "[-10, 0)"],
      ["Africa", "[40, 50)"],
      ["Africa", "[40, 50)"],
    ]);
    expect(run.outcome.reports.privacy.tables[0]).toMatchObject({ achievedK: 2, suppressed: 0 });
  });

  it("stay the values themselves where nothing is needed", async () => {
    const document = testDocument([person({ kAnonymity: 2 })], { hierarchies });
    const run = await harness.run(document, { person: people(["Тверь", 7], ["Тверь", 7]) });
    expect((await run.rows("person"))[0]).toMatchObject({ city: "Тверь", age: "7" });
  });

  it("a value that the hierarchy does not cover goes to quarantine", async () => {
    const document = testDocument([person({ kAnonymity: 2 })], { hierarchies });
    const run = await harness.run(document, {
      person: people(["Тверь", 7], ["Тверь", 7], ["Atlantis", 7]),
    });
    expect((await run.rows("person")).length).toBe(2);
    expect(await run.quarantine("person")).toMatchObject([{ __code: "anonymize", __column: "city" }]);
  });

  it("null is a value of its own at every level", async () => {
    const document = testDocument([person({ kAnonymity: 2 })], { hierarchies });
    const run = await harness.run(document, {
      person: people([null, 7], [null, 7], ["Тверь", 7], ["Тверь", 7]),
    });
    expect((await run.rows("person")).map(({ city }) => city)).toEqual([null, null, "Тверь", "Тверь"]);
  });

  it("a fixed level is published as it is asked for", async () => {
    const fixed = {
      ...person(undefined),
      columns: [plain("id", "integer"), leveled("age", "integer", { name: "age", level: 2 })],
    };
    const run = await harness.run(testDocument([fixed], { hierarchies }), { person: people(["x", 7]) });
    expect(await run.rows("person")).toMatchObject([{ age: "[0, 20)" }]);
  });

  it("suppression stays within the limit, where it costs less than another level", async () => {
    const rows = [...Array.from({ length: 40 }, () => ["Тверь", 7] as const), ["Rest", 99] as const];
    const document = testDocument([person({ kAnonymity: 2, suppressionLimit: 0.05 })], { hierarchies });
    const run = await harness.run(document, { person: people(...rows) });
    expect(run.outcome.reports.privacy.tables[0]).toMatchObject({ suppressed: 1, achievedK: 40 });
  });

  it("no levels meet an impossible k: nothing is published", async () => {
    const document = testDocument([person({ kAnonymity: 9 })], { hierarchies });
    await expect(harness.run(document, { person: people(["Тверь", 7], ["Орёл", 7]) })).rejects.toMatchObject({
      code: "generalization-refused",
      place: { stage: "protect", table: "person" },
    });
  });

  it("an empty table publishes no rows", async () => {
    const document = testDocument([person({ kAnonymity: 9 })], { hierarchies });
    expect(await (await harness.run(document, { person: people() })).rows("person")).toEqual([]);
  });
});

describe("k-map", () => {
  const population = {
    name: "citizen",
    publish: false,
    columns: [
      plain("id", "integer"),
      { name: "city", datatype: "string" },
      { name: "age", datatype: "integer" },
    ],
  };
  const citizens = people(["Тверь", 33], ["Тверь", 33], ["Орёл", 33], ["Орёл", 39], ["Тверь", 71]);
  const mapped = (k: number, suppressionLimit = 0) =>
    testDocument([person({ kMap: { k, population: "citizen" }, suppressionLimit }), population], {
      hierarchies,
    });

  it("counts the population at the levels that are published", async () => {
    const run = await harness.run(mapped(2), {
      person: people(["Тверь", 33], ["Орёл", 33]),
      citizen: citizens,
    });
    // Орёл, 33 is one of a kind; of that age there are three in the region.
    expect((await run.rows("person")).map(({ city, age }) => [city, age])).toEqual([
      ["Центр", "33"],
      ["Центр", "33"],
    ]);
    const report = run.outcome.reports.privacy.tables[0];
    expect(report?.models).toMatchObject([{ rule: "k-map", required: 2, achieved: 3 }]);
    expect(report?.riskAfter).toMatchObject({ prosecutor: 1 / 2, journalist: 1 / 3 });
  });

  it("suppresses whom the population lacks, and refuses where too many would go", async () => {
    const data = { person: people(["Тверь", 33], ["Rest", 90]), citizen: citizens };
    const run = await harness.run(mapped(2, 0.5), data);
    expect((await run.rows("person")).map(({ city }) => city)).toEqual(["Тверь"]);
    await expect(harness.run(mapped(6), data)).rejects.toMatchObject({ code: "generalization-refused" });
  });
});

describe("classes that count persons", () => {
  const visit = (privacy: Record<string, unknown>) => ({
    name: "visit",
    columns: [
      plain("id", "integer"),
      { name: "person_id" },
      leveled("day", "date", { name: "day" }),
      { name: "illness", privacyClass: "sensitive", anonymize: keep },
    ],
    primaryKey: { columns: ["id"], strategy: keep },
    foreignKeys: [
      { columns: ["person_id"], references: { table: "person", columns: ["id"] }, onOrphan: "reject" },
    ],
    privacy,
  });
  const all = [...hierarchies, { name: "day", rule: "date-parts", with: { units: ["month", "year"] } }];
  const visits = (...rows: readonly (readonly [number, string, string])[]): SourceRows => ({
    columns: ["id", "person_id", "day", "illness"],
    rows: rows.map(([who, day, illness], id) => [String(id), String(who), day, illness]),
  });

  it("five visits of one patient are one person: the day is generalized until five persons share it", async () => {
    const document = testDocument([person({ kAnonymity: 5 }), visit({ kAnonymity: 5 })], {
      hierarchies: all,
      person: { table: "person" },
    });
    const days = [1, 2, 3, 4, 5].map((day) => [0, `2024-03-0${day}`, "flu"] as const);
    // Five rows in May as well, of four persons: rows alone would let the month stand.
    const others = [1, 2, 3, 4, 4].map((who) => [who, "2024-05-01", "flu"] as const);
    const run = await harness.run(document, {
      person: people(...Array.from({ length: 5 }, () => ["Тверь", 33] as const)),
      visit: visits(...days, ...others),
    });
    expect(new Set((await run.rows("visit")).map(({ day }) => day))).toEqual(new Set(["2024"]));
    expect(run.outcome.reports.privacy.tables[1]).toMatchObject({ unit: "persons", achievedK: 5 });
  });

  it("a parent without models of its own is generalized for its children", async () => {
    const document = testDocument([person(undefined), visit({ kAnonymity: 2 })], {
      hierarchies: all,
      person: { table: "person" },
    });
    const run = await harness.run(document, {
      person: people(["Тверь", 33], ["Орёл", 38], ["Côte d'Ivoire", 20]),
      visit: visits([0, "2024-03-01", "flu"], [1, "2024-03-01", "flu"]),
    });
    // The third person has no visit, and its values become labels too.
    expect((await run.rows("person")).map(({ city, age }) => [city, age])).toEqual([
      ["Центр", "[30, 40)"],
      ["Центр", "[30, 40)"],
      ["Africa", "[20, 30)"],
    ]);
  });

  it("a retry chooses the same levels again after a worker died in this stage", async () => {
    const document = testDocument([person({ kAnonymity: 2 }), visit({ kAnonymity: 2 })], {
      hierarchies: all,
      person: { table: "person" },
    });
    const data = {
      person: people(["Тверь", 33], ["Орёл", 38], ["Тверь", 33], ["Орёл", 38]),
      visit: visits([0, "2024-03-01", "flu"], [2, "2024-03-09", "flu"]),
    };
    const whole = await (await harness.run(document, data)).rows("person");
    const dying = { onStage: (stage: string) => void (stage === "upload" && fail()) };
    await expect(harness.run(document, data, dying)).rejects.toThrow();
    harness.forget("protect");
    const resumed = await harness.run(document, data, { resume: true });
    expect(await resumed.rows("person")).toEqual(whole);
  });
});

function fail(): never {
  throw new Error("the worker died");
}
