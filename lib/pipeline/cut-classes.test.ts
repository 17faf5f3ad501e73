import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SearchMethod } from "#lib/contracts";
import { type HarnessRun, PipelineHarness, plain, type SourceRows, testDocument } from "#lib/testing";
import { classesBy, naiveFigures, numbers } from "./testing/naive-figures.ts";

let harness: PipelineHarness;
beforeAll(async () => {
  harness = await PipelineHarness.open();
});
afterAll(() => harness.close());

const keep = { rule: "keep", with: { reason: "A test." } };
const leveled = (name: string, datatype: string, hierarchy = name) => ({
  name,
  datatype,
  privacyClass: "quasi-identifier",
  hierarchy: { name: hierarchy },
});
const hierarchies = [
  {
    name: "city",
    rule: "value-table",
    // A label that repeats at two levels with different shares, names with spaces and apostrophes, a top that is no star.
    with: {
      rows: [
        ["Тверь", "Центр", "Все"],
        ["Москва", "Центр", "Все"],
        ["Côte d'Ivoire", "Rest", "Все"],
        ["Rest", "Rest", "Все"],
        ["New York", "America", "Все"],
      ],
    },
  },
  { name: "age", rule: "intervals", with: { widths: [5, 20] } },
  { name: "day", rule: "date-parts", with: { units: ["month", "year"] } },
];
const names = ["Тверь", "Москва", "Côte d'Ivoire", "Rest", "New York"];
const person = (privacy: Record<string, unknown> | undefined) => ({
  name: "person",
  columns: [
    plain("id", "integer"),
    leveled("city", "string"),
    leveled("age", "integer"),
    { name: "illness", datatype: "string", privacyClass: "sensitive", anonymize: keep },
    { name: "income", datatype: "integer", privacyClass: "sensitive", anonymize: keep },
  ],
  primaryKey: { columns: ["id"], strategy: keep },
  ...(privacy ? { privacy } : {}),
});

/** People of a few cities, crowded and rare, with negative numbers and nulls among their quasi-identifiers. */
function people(count: number, seed: number): SourceRows {
  const next = numbers(seed);
  const draw = (most: number) => Math.floor(next.next().value * most);
  return {
    columns: ["id", "city", "age", "illness", "income"],
    rows: Array.from({ length: count }, (_, id) => [
      String(id),
      id % 37 === 0 ? null : (names[Math.min(draw(5), draw(5), draw(5))] ?? null),
      String(draw(12) * draw(8) - 9),
      ["flu", "gastritis", "asthma", "sprain"][draw(4)] ?? null,
      String(draw(6) * 10),
    ]),
  };
}

const cutting = ["multidimensional", "multidimensional-relaxed"] as const satisfies readonly SearchMethod[];
const methods = ["optimal", ...cutting] as const;
const reportOf = ({ outcome }: HarnessRun, table: string) =>
  outcome.reports.privacy.tables.find(({ name }) => name === table);
const hash = ({ outcome }: HarnessRun) =>
  outcome.kind === "published" ? outcome.manifest.tables.map(({ sha256 }) => sha256) : [];

/** Levels at which a published value can be a label. */
const isAge = (label: unknown) => typeof label === "string" && /^(\*|-?\d+|\[-?\d+, -?\d+\))$/.test(label);

interface ModelCase {
  readonly privacy: Record<string, unknown>;
  readonly column?: string;
  readonly rule: string;
  readonly worst: "min" | "max";
  readonly holds: (figure: number) => boolean;
}
const models: readonly ModelCase[] = [
  { privacy: { kAnonymity: 4 }, rule: "k-anonymity", worst: "min", holds: (k) => k >= 4 },
  {
    privacy: { lDiversity: { column: "illness", l: 3 } },
    column: "illness",
    rule: "distinct-l-diversity",
    worst: "min",
    holds: (l) => l >= 3,
  },
  {
    privacy: { lDiversity: { column: "illness", l: 2.5, kind: "entropy" } },
    column: "illness",
    rule: "entropy-l-diversity",
    worst: "min",
    holds: (l) => l >= 2.5,
  },
  {
    privacy: { lDiversity: { column: "illness", l: 2, kind: "recursive", c: 1.1 } },
    column: "illness",
    rule: "recursive-l-diversity",
    worst: "max",
    holds: (c) => c < 1.1,
  },
  {
    privacy: { tCloseness: { column: "illness", t: 0.25 } },
    column: "illness",
    rule: "equal-t-closeness",
    worst: "max",
    holds: (t) => t <= 0.25 + 1e-12,
  },
  {
    privacy: { tCloseness: { column: "income", t: 0.15, distance: "ordered" } },
    column: "income",
    rule: "ordered-t-closeness",
    worst: "max",
    holds: (t) => t <= 0.15 + 1e-12,
  },
  {
    privacy: { deltaDisclosure: { column: "illness", delta: 1.2 } },
    column: "illness",
    rule: "delta-disclosure",
    worst: "max",
    holds: (delta) => delta < 1.2,
  },
];

describe("models under hierarchies, measured again by a second program on the published file", () => {
  const counted = { classes: 0, mixed: 0 };
  afterAll(() => {
    console.log(`models: ${counted.classes} classes, ${counted.mixed} runs whose columns mix levels`);
    expect(counted.mixed).toBeGreaterThanOrEqual(10);
  });
  for (const search of methods)
    it.each(models)(`${search}: $rule`, async ({ privacy, column, rule, worst, holds }) => {
      const document = testDocument([person({ ...privacy, search, suppressionLimit: 0.3 })], { hierarchies });
      const run = await harness.run(document, { person: people(600, 5) });
      const rows = await run.rows("person");
      expect(rows.length).toBeGreaterThan(420);
      const measure = naiveFigures[rule];
      const all = rows.map((row) => row[column ?? ""]);
      const figures = classesBy(rows, ["city", "age"]).map((own) =>
        measure
          ? measure(
              own.map((row) => row[column ?? ""]),
              all,
            )
          : own.length,
      );
      for (const figure of figures) expect(holds(figure), `${rule}: ${figure}`).toBe(true);
      const report = reportOf(run, "person");
      const [model] = report?.models ?? [];
      expect(model?.rule).toBe(rule);
      expect(model?.achieved).toBeCloseTo(worst === "min" ? Math.min(...figures) : Math.max(...figures), 9);
      expect(rows.every(({ age }) => isAge(age))).toBe(true);
      counted.classes += figures.length;
      const levels = report?.generalization?.columns.map(({ distribution }) => distribution?.length ?? 1);
      if (levels?.some((many) => many > 1)) counted.mixed++;
    });
});

describe.each(cutting)("%s", (search) => {
  it("gives every class levels of its own, and keeps more than one level a column", async () => {
    const data = { person: people(800, 3) };
    const run = async (method: SearchMethod) =>
      harness.run(testDocument([person({ kAnonymity: 5, search: method })], { hierarchies }), data);
    const [whole, cut] = [await run("optimal"), await run(search)];
    const rows = await cut.rows("person");
    expect(rows).toHaveLength(800);
    const [before, after] = [whole, cut].map((one) => reportOf(one, "person")?.generalization);
    expect(after?.score).toBeLessThan(before?.score ?? 0);
    expect(after).toMatchObject({ method: search, optimal: true });
    expect(after?.classes).toBe(classesBy(rows, ["city", "age"]).length);
    // A column holds values, intervals of two widths and the top beside each other.
    const kinds = new Set(rows.map(({ age }) => String(age).replace(/\d+/g, "9")));
    expect(kinds.size).toBeGreaterThan(1);
    const told = after?.columns.find(({ column }) => column === "age")?.distribution ?? [];
    const sum = told.reduce((all, { rows: many }) => all + (typeof many === "number" ? many : 0), 0);
    expect(told.length).toBeGreaterThan(1);
    expect(sum).toBe(800);
  });

  it("labels are true: each stands above the value that it replaced", async () => {
    const data = people(300, 11);
    const document = testDocument([person({ kAnonymity: 3, search, suppressionLimit: 0.1 })], {
      hierarchies,
    });
    const rows = await (await harness.run(document, { person: data })).rows("person");
    let coarser = 0;
    for (const { id, city, age } of rows) {
      const [, sourceCity, sourceAge] = data.rows[Number(id)] ?? [];
      const above = hierarchies[0]?.with.rows?.find(([value]) => value === sourceCity) ?? [sourceCity];
      expect(above).toContain(city);
      const [from, to] = String(age).match(/-?\d+/g)?.map(Number) ?? [];
      if (age === "*") continue;
      const own = Number(sourceAge);
      if (to === undefined) expect(own).toBe(from);
      else {
        expect(own >= Number(from) && own < to).toBe(true);
        coarser++;
      }
    }
    expect(coarser).toBeGreaterThan(50);
  });

  it("publishes the same bytes whatever the input order and thread count", async () => {
    const document = testDocument([person({ kAnonymity: 4, search, suppressionLimit: 0.05 })], {
      hierarchies,
    });
    const source = people(300, 4);
    const expected = hash(await harness.run(document, { person: source }));
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...Array(300).keys()], { minLength: 300 }),
        fc.integer({ min: 1, max: 4 }),
        async (order, threads) => {
          const shuffled = { ...source, rows: order.map((at) => source.rows[at] ?? []) };
          expect(hash(await harness.run(document, { person: shuffled }, { threads }))).toEqual(expected);
        },
      ),
      { numRuns: 4 },
    );
  });

  it("no classes meet an impossible k: nothing is published, and the run says so", async () => {
    const document = testDocument([person({ kAnonymity: 50, search })], { hierarchies });
    await expect(harness.run(document, { person: people(40, 1) })).rejects.toMatchObject({
      code: "generalization-refused",
      place: { stage: "protect", table: "person" },
    });
  });

  it("a search out of its budget publishes what holds and says that more may be possible", async () => {
    const privacy = { kAnonymity: 2, search, timeBudget: 1e-7, suppressionLimit: 0.5 };
    const run = await harness.run(testDocument([person(privacy)], { hierarchies }), {
      person: people(900, 2),
    });
    const report = reportOf(run, "person");
    expect(report?.generalization).toMatchObject({ optimal: false });
    expect(report?.generalization?.reason?.en).toContain("budget");
    expect(report?.achievedK).toBeGreaterThanOrEqual(2);
  });

  it("a trial on a sample shows what the top levels leave", async () => {
    const document = testDocument([person({ kAnonymity: 50, search })], { hierarchies });
    const options = { kind: "trial", sample: 30 } as const;
    const run = await harness.run(document, { person: people(400, 1) }, options);
    expect(run.outcome.kind).toBe("trial");
  });
});

describe("persons, children and populations of classes with levels of their own", () => {
  const visit = (privacy?: Record<string, unknown>) => ({
    name: "visit",
    columns: [plain("id", "integer"), { name: "person_id" }, leveled("day", "date")],
    primaryKey: { columns: ["id"], strategy: keep },
    foreignKeys: [
      { columns: ["person_id"], references: { table: "person", columns: ["id"] }, onOrphan: "null" },
    ],
    ...(privacy ? { privacy } : {}),
  });
  const visits = (rows: readonly (readonly [number, string])[]): SourceRows => ({
    columns: ["id", "person_id", "day"],
    rows: rows.map(([who, day], id) => [String(id), String(who), day]),
  });
  const drawn = (count: number, seed: number) => {
    const next = numbers(seed);
    const draw = (most: number) => Math.floor(next.next().value * most);
    return visits(
      Array.from({ length: count }, () => [
        Math.min(draw(200), draw(200)),
        `2024-0${1 + draw(9)}-${10 + draw(18)}`,
      ]),
    );
  };
  const search = "multidimensional";
  const all = { hierarchies, person: { table: "person" } };

  it("classes count distinct persons, also where the parent's columns were cut before", async () => {
    const document = testDocument(
      [
        person({ kAnonymity: 3, search, suppressionLimit: 0.1 }),
        visit({ kAnonymity: 3, search, suppressionLimit: 0.6 }),
      ],
      all,
    );
    const run = await harness.run(document, { person: people(200, 8), visit: drawn(900, 6) });
    const [persons, own] = [await run.rows("person"), await run.rows("visit")];
    const home = new Map(persons.map((row) => [row.id, row]));
    const joined = own.map((row) => ({ ...row, ...home.get(row.person_id), id: row.id }));
    expect(joined.length).toBeGreaterThan(300);
    const sizes = classesBy(joined, ["day", "city", "age"]).map(
      (rows) => new Set(rows.map((row) => row.person_id)).size,
    );
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(3);
    expect(reportOf(run, "visit")).toMatchObject({ unit: "persons", achievedK: Math.min(...sizes) });
    // Five visits of one are one: rows alone would allow smaller classes.
    expect(reportOf(run, "visit")?.generalization?.columns).toHaveLength(1);
  });

  it("children of a suppressed person go too, and count against nobody else", async () => {
    const document = testDocument([person({ kAnonymity: 3, search, suppressionLimit: 0.2 }), visit()], all);
    const lonely: SourceRows = {
      ...people(150, 8),
      rows: people(150, 8).rows.map(([id, city, ...rest]) => [
        id ?? "",
        id === "5" ? null : (city ?? "Тверь"),
        ...rest,
      ]),
    };
    const run = await harness.run(document, {
      person: lonely,
      visit: visits([
        [5, "2024-01-01"],
        [6, "2024-01-01"],
      ]),
    });
    const persons = new Set((await run.rows("person")).map(({ id }) => id));
    expect(persons.has(5) || persons.has("5")).toBe(false);
    expect((await run.rows("visit")).map(({ person_id }) => Number(person_id))).toEqual([6]);
  });

  it("a column of another table is not chosen class by class: the run refuses", async () => {
    const document = testDocument([person(undefined), visit({ kAnonymity: 2, search })], all);
    await expect(harness.run(document, { person: people(20, 8), visit: drawn(40, 6) })).rejects.toMatchObject(
      { code: "generalization-refused" },
    );
  });

  it("k-map counts the population under the labels of the class", async () => {
    const citizen = {
      name: "citizen",
      publish: false,
      columns: [
        plain("id", "integer"),
        { name: "city", datatype: "string" },
        { name: "age", datatype: "integer" },
      ],
    };
    const privacy = { kMap: { k: 6, population: "citizen" }, search, suppressionLimit: 0.1 };
    const crowd = people(900, 21);
    const data = { person: { ...crowd, rows: crowd.rows.slice(0, 150) }, citizen: crowd };
    const run = await harness.run(testDocument([person(privacy), citizen], { hierarchies }), data);
    const rows = await run.rows("person");
    const labels = [...new Set(rows.map(({ city, age }) => JSON.stringify([city, age])))].map(
      (label) => JSON.parse(label) as [string | null, string],
    );
    // Strict cuts do not overlap: every citizen stands under one label at most.
    const above = (value: string | null | undefined) =>
      hierarchies[0]?.with.rows?.find(([own]) => own === value) ?? [value ?? null];
    const within = (value: number, label: string) => {
      const [from = 0, to] = label.match(/-?\d+/g)?.map(Number) ?? [];
      return label === "*" || (to === undefined ? value === from : value >= from && value < to);
    };
    const sizes = labels.map(
      ([city, age]) =>
        crowd.rows.filter(([, own, years]) => above(own).includes(city) && within(Number(years), age)).length,
    );
    expect(labels.length).toBeGreaterThan(3);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(6);
    expect(reportOf(run, "person")?.models).toMatchObject([{ rule: "k-map", achieved: Math.min(...sizes) }]);
  });

  it("a retry cuts the same classes again after a worker died in this stage", async () => {
    const document = testDocument([person({ kAnonymity: 3, search, suppressionLimit: 0.1 }), visit()], all);
    const data = { person: people(200, 8), visit: drawn(100, 6) };
    const whole = hash(await harness.run(document, data));
    const dying = (stage: string) => {
      if (stage === "upload") throw new Error("the worker died");
    };
    await expect(harness.run(document, data, { onStage: dying })).rejects.toThrow();
    harness.forget("protect");
    expect(hash(await harness.run(document, data, { resume: true }))).toEqual(whole);
  });
});
