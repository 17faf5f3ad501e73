import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PipelineHarness, plain, type SourceRows, testDocument } from "#lib/testing";
import { classesBy, naiveFigures, numbers } from "./testing/naive-figures.ts";

let harness: PipelineHarness;
beforeAll(async () => {
  harness = await PipelineHarness.open();
});
afterAll(() => harness.close());

const keep = { rule: "keep", with: { reason: "A test." } };
const column = (name: string, privacyClass: string, datatype = "string") => ({
  name,
  datatype,
  privacyClass,
  anonymize: keep,
});
const table = (privacy: Record<string, unknown>) => ({
  name: "t",
  columns: [
    plain("id", "integer"),
    column("city", "quasi-identifier"),
    column("age", "quasi-identifier", "integer"),
    column("illness", "sensitive"),
    column("income", "sensitive", "integer"),
  ],
  primaryKey: { columns: ["id"], strategy: keep },
  privacy: { suppressionLimit: 1, ...privacy },
});

function people(count: number, seed: number): SourceRows {
  const next = numbers(seed);
  const draw = (most: number) => Math.floor(next.next().value * most);
  const illnesses = ["flu", "gastritis", "asthma", null, "sprain", 'it\'s "rare"'];
  return {
    columns: ["id", "city", "age", "illness", "income"],
    rows: Array.from({ length: count }, (_, id) => [
      String(id),
      ["Тверь", "Москва", null, "Орёл"][draw(4)] ?? null,
      String(20 + draw(4)),
      illnesses[Math.min(draw(6), draw(6))] ?? null,
      String(draw(6) * draw(3)),
    ]),
  };
}

interface Case {
  readonly privacy: Record<string, unknown>;
  readonly rule: string;
  readonly column: string;
  readonly worst: "min" | "max";
  readonly holds: (figure: number) => boolean;
}
const cases: readonly Case[] = [
  {
    privacy: { lDiversity: { column: "illness", l: 6 } },
    rule: "distinct-l-diversity",
    column: "illness",
    worst: "min",
    holds: (figure) => figure >= 6,
  },
  {
    privacy: { lDiversity: { column: "illness", l: 4.2, kind: "entropy" } },
    rule: "entropy-l-diversity",
    column: "illness",
    worst: "min",
    holds: (figure) => figure >= 4.2,
  },
  {
    privacy: { lDiversity: { column: "illness", l: 2, kind: "recursive", c: 0.9 } },
    rule: "recursive-l-diversity",
    column: "illness",
    worst: "max",
    holds: (figure) => figure < 0.9,
  },
  {
    privacy: { tCloseness: { column: "illness", t: 0.15 } },
    rule: "equal-t-closeness",
    column: "illness",
    worst: "max",
    holds: (figure) => figure <= 0.15,
  },
  {
    privacy: { tCloseness: { column: "income", t: 0.08, distance: "ordered" } },
    rule: "ordered-t-closeness",
    column: "income",
    worst: "max",
    holds: (figure) => figure <= 0.08,
  },
  {
    privacy: { deltaDisclosure: { column: "illness", delta: 1.5 } },
    rule: "delta-disclosure",
    column: "illness",
    worst: "max",
    holds: (figure) => figure < 1.5,
  },
];

describe("models by suppression, measured again by a second program on the published file", () => {
  it.each(cases)("$rule", async ({ privacy, rule, column: sensitive, worst, holds }) => {
    const measure = naiveFigures[rule];
    if (!measure) throw new Error(`${rule} has no second measure`);
    const run = await harness.run(testDocument([table(privacy)]), { t: people(400, 7) });
    const rows = await run.rows("t");
    // Some rows went and some stayed, or nothing was tried.
    expect(rows.length).toBeGreaterThan(50);
    expect(rows.length).toBeLessThan(400);
    const all = rows.map((row) => row[sensitive]);
    const figures = classesBy(rows, ["city", "age"]).map((own) =>
      measure(
        own.map((row) => row[sensitive]),
        all,
      ),
    );
    expect(figures.length).toBeGreaterThan(1);
    for (const figure of figures) expect(holds(figure), `${rule}: ${figure}`).toBe(true);
    const [model] = run.outcome.reports.privacy.tables[0]?.models ?? [];
    expect(model).toMatchObject({ rule, column: sensitive });
    expect(model?.achieved).toBeCloseTo(worst === "min" ? Math.min(...figures) : Math.max(...figures), 9);
  });

  it("several models hold together", async () => {
    const privacy = {
      kAnonymity: 30,
      lDiversity: { column: "illness", l: 4 },
      tCloseness: { column: "illness", t: 0.2 },
    };
    const run = await harness.run(testDocument([table(privacy)]), { t: people(800, 3) });
    const classes = classesBy(await run.rows("t"), ["city", "age"]);
    expect(Math.min(...classes.map((own) => own.length))).toBeGreaterThanOrEqual(30);
    expect(run.outcome.reports.privacy.tables[0]?.models?.map(({ rule }) => rule)).toEqual([
      "k-anonymity",
      "distinct-l-diversity",
      "equal-t-closeness",
    ]);
  });

  it("a run that cannot meet a model publishes nothing and says which", async () => {
    const privacy = { lDiversity: { column: "illness", l: 6 }, suppressionLimit: 0 };
    await expect(harness.run(testDocument([table(privacy)]), { t: people(400, 7) })).rejects.toMatchObject({
      code: "privacy-unmet",
      params: { model: "distinct-l-diversity 6 (illness)" },
      place: { stage: "protect", table: "t" },
    });
  });

  it("an impossible k publishes nothing", async () => {
    const failing = harness.run(testDocument([table({ kAnonymity: 401, suppressionLimit: 0.9 })]), {
      t: people(400, 7),
    });
    await expect(failing).rejects.toMatchObject({ code: "privacy-unmet", params: { suppressed: 400 } });
  });
});
