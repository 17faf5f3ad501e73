import { existsSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type StageId, stageIds } from "#lib/contracts";
import { type HarnessRun, PipelineHarness, plain, type SourceData, testDocument } from "#lib/testing";

// Whole runs, several a test: seconds each, minutes on a busy machine.
vi.setConfig({ testTimeout: 300_000 });

let harness: PipelineHarness;
beforeAll(async () => {
  harness = await PipelineHarness.open();
});
afterAll(() => harness.close());

const keep = { rule: "keep", with: { reason: "A test." } };
/** Every kind of rule whose output could depend on order: winners, numbering, fits, noise, fakes, classes, orphans. */
const document = testDocument(
  [
    {
      name: "customer",
      columns: [
        plain("id", "integer"),
        {
          name: "name",
          datatype: "string",
          privacyClass: "direct-identifier",
          anonymize: { rule: "fake", with: { kind: "full-name", locale: "ru" } },
        },
        {
          name: "city",
          datatype: "string",
          normalize: [{ rule: "trim" }],
          privacyClass: "quasi-identifier",
          anonymize: keep,
        },
        plain("points", "integer", { nulls: { rule: "median" } }),
        {
          name: "income",
          datatype: "decimal(10,2)",
          privacyClass: "sensitive",
          anonymize: { rule: "noise", with: { scale: 10 } },
        },
      ],
      primaryKey: {
        columns: ["id"],
        strategy: { rule: "surrogate" },
        onDuplicate: { winner: "first", order: ["city"] },
      },
      privacy: { kAnonymity: 2, suppressionLimit: 1 },
    },
    {
      name: "order",
      columns: [
        plain("customer_id"),
        plain("note", "string", { checks: [{ rule: "unique", onViolation: "null" }] }),
      ].map((column) => (column.name === "customer_id" ? { name: "customer_id" } : column)),
      foreignKeys: [
        { columns: ["customer_id"], references: { table: "customer", columns: ["id"] }, onOrphan: "null" },
      ],
    },
  ],
  { person: { table: "customer" } },
);

function data(seed: number): SourceData {
  const random = (index: number, of: number) =>
    Math.floor(Math.abs(Math.sin(seed * 7919 + index * 104_729)) * 1e6) % of;
  return {
    customer: {
      columns: ["id", "name", "city", "points", "income"],
      rows: Array.from({ length: 300 }, (_, index) => [
        String(random(index, 250)),
        `Имя ${random(index, 40)}`,
        // One person alone in a town, whom k-anonymity takes out.
        index === 7 ? "Мышкин" : (["Москва", " Тверь ", "Омск", null][random(index + 1, 4)] ?? null),
        random(index + 2, 5) === 0 ? null : String(random(index + 3, 100)),
        `${random(index + 4, 90_000)}.${10 + random(index, 90)}`,
      ]),
    },
    order: {
      columns: ["customer_id", "note"],
      rows: Array.from({ length: 500 }, (_, index) => [
        String(random(index + 9, 300)),
        `note ${random(index, 400)}`,
      ]),
    },
  };
}

const hashes = (run: HarnessRun) =>
  run.outcome.kind === "published" ? run.outcome.manifest.tables.map((table) => table.sha256) : [];

describe("the same source rows, revision and key publish the same bytes", () => {
  it("whatever the input order and thread count", async () => {
    const source = data(1);
    const expected = hashes(await harness.run(document, source));
    expect(expected).toHaveLength(2);
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...Array(300).keys()], { minLength: 300 }),
        fc.integer({ min: 1, max: 4 }),
        async (order, threads) => {
          const shuffled: SourceData = {
            customer: {
              columns: source.customer?.columns ?? [],
              rows: order.map((index) => source.customer?.rows[index] ?? []),
            },
            order: { columns: source.order?.columns ?? [], rows: [...(source.order?.rows ?? [])].reverse() },
          };
          expect(hashes(await harness.run(document, shuffled, { threads }))).toEqual(expected);
        },
      ),
      { numRuns: 6 },
    );
  });
  it("another key publishes other bytes", async () => {
    const source = data(1);
    expect(hashes(await harness.run(document, source, { seed: "b" }))).not.toEqual(
      hashes(await harness.run(document, source)),
    );
  });
});

it("counts add up for every table, on random data", async () => {
  for (const seed of [2, 3, 4]) {
    const run = await harness.run(document, data(seed));
    for (const { counts } of run.outcome.reports.quality.tables) {
      expect(counts.published + counts.rejected + counts.deduplicated + counts.suppressed).toBe(
        counts.transformed,
      );
      expect(counts.published).toBeGreaterThan(0);
    }
    for (const table of run.outcome.kind === "published" ? run.outcome.manifest.tables : []) {
      expect(await run.rows(table.name)).toHaveLength(table.counts.published);
    }
  }
});

describe("a run that died goes on from its last finished stage and publishes the same", () => {
  const dying = (stage: StageId, dead: StageId) => {
    if (stage === dead) throw new Error("killed");
  };
  /** Goes on where a run had died; answers the stages that were done again. */
  const goOn = async (source: SourceData) => {
    const started: StageId[] = [];
    const resumed = await harness.run(document, source, {
      resume: true,
      onStage: (stage) => void started.push(stage),
    });
    return { resumed, started };
  };
  const told = ({ outcome }: HarnessRun) => outcome.reports.quality.tables;

  it.each(stageIds.slice(1))("stopped when %s starts", async (dead: StageId) => {
    const source = data(5);
    const whole = await harness.run(document, source);
    await expect(harness.run(document, source, { onStage: (stage) => dying(stage, dead) })).rejects.toThrow();
    const { resumed, started } = await goOn(source);
    expect(started).toEqual(stageIds.slice(stageIds.indexOf(dead)));
    expect([hashes(resumed), told(resumed)]).toEqual([hashes(whole), told(whole)]);
  });
  // What a stage took out before the worker died is taken out once.
  it.each(stageIds.slice(1))("stopped when %s had done its work and nobody knew", async (dead: StageId) => {
    const source = data(5);
    const whole = await harness.run(document, source);
    expect(told(whole).some(({ counts }) => counts.suppressed > 0)).toBe(true);
    await expect(
      harness.run(document, source, { onStageDone: (stage) => dying(stage, dead) }),
    ).rejects.toThrow();
    const { resumed, started } = await goOn(source);
    expect(started).toEqual(stageIds.slice(stageIds.indexOf(dead)));
    expect([hashes(resumed), told(resumed)]).toEqual([hashes(whole), told(whole)]);
  });
});

describe("a retry makes what the first attempt would have made", () => {
  it("a mean is of the rows that had survived then, not of those that a check took out after it", async () => {
    const sequel = testDocument([
      {
        name: "parent",
        columns: [
          plain("id", "integer"),
          plain("v", "integer", { nulls: { rule: "previous", with: { order: ["id"] } } }),
        ],
        primaryKey: { columns: ["id"], strategy: keep },
      },
      {
        name: "child",
        columns: [
          plain("id", "integer"),
          { name: "parent_id" },
          plain("w", "integer", { nulls: { rule: "mean" } }),
        ],
        primaryKey: { columns: ["id"], strategy: keep },
        foreignKeys: [
          { columns: ["parent_id"], references: { table: "parent", columns: ["id"] }, onOrphan: "reject" },
        ],
      },
    ]);
    const source: SourceData = {
      parent: {
        columns: ["id", "v"],
        rows: [
          ["1", null],
          ["2", "3"],
        ],
      },
      child: {
        columns: ["id", "parent_id", "w"],
        rows: [
          ["1", "1", "100"],
          ["2", "2", "10"],
          ["3", "2", null],
        ],
      },
    };
    const means = async (run: HarnessRun) => (await run.rows("child")).map((row) => row.w);
    // Nothing comes before the first parent: it goes, and its child with it, after the mean was fitted.
    expect(await means(await harness.run(sequel, source))).toEqual(["10", "55"]);
    const dies = (stage: StageId) => {
      if (stage === "keys") throw new Error("killed");
    };
    await expect(harness.run(sequel, source, { onStageDone: dies })).rejects.toThrow();
    expect(await means(await harness.run(sequel, source, { resume: true }))).toEqual(["10", "55"]);
  });

  it("keys that lost their parent are counted again", async () => {
    const document = testDocument([
      {
        name: "parent",
        columns: [
          plain("id", "integer"),
          { name: "code", privacyClass: "direct-identifier", anonymize: { rule: "fpe" } },
        ],
        primaryKey: { columns: ["id"], strategy: keep },
      },
      {
        name: "child",
        columns: [plain("id", "integer"), { name: "parent_id" }],
        primaryKey: { columns: ["id"], strategy: keep },
        foreignKeys: [
          { columns: ["parent_id"], references: { table: "parent", columns: ["id"] }, onOrphan: "null" },
        ],
      },
    ]);
    // Too few numbers are like 7: its row is rejected, and the child's key with it.
    const source: SourceData = {
      parent: {
        columns: ["id", "code"],
        rows: [
          ["1", "7"],
          ["2", "12345678"],
        ],
      },
      child: {
        columns: ["id", "parent_id"],
        rows: [
          ["1", "1"],
          ["2", "2"],
        ],
      },
    };
    const whole = await harness.run(document, source);
    const orphan = whole.outcome.reports.quality.tables[1]?.rules.find(({ code }) => code === "orphan");
    expect(orphan?.rows).not.toBe(0);
    for (const dead of ["keys", "anonymize", "protect"]) {
      const dies = (stage: StageId) => {
        if (stage === dead) throw new Error("killed");
      };
      await expect(harness.run(document, source, { onStageDone: dies })).rejects.toThrow();
      const resumed = await harness.run(document, source, { resume: true });
      expect(hashes(resumed)).toEqual(hashes(whole));
      expect(resumed.outcome.reports.quality.tables).toEqual(whole.outcome.reports.quality.tables);
    }
  });

  it("a version names the keys that its pseudonyms were made under, whatever was rotated meanwhile", async () => {
    const hashed = testDocument([
      {
        name: "t",
        columns: [
          { name: "v", privacyClass: "direct-identifier", anonymize: { rule: "pseudonymize" } },
          { name: "w", from: "v", privacyClass: "sensitive", anonymize: { rule: "redact" } },
        ],
      },
    ]);
    const source: SourceData = { t: { columns: ["v"], rows: [["a"]] } };
    const dies = (stage: StageId) => {
      if (stage === "protect") throw new Error("killed");
    };
    const whole = await harness.run(hashed, source);
    await expect(harness.run(hashed, source, { onStage: dies })).rejects.toThrow();
    const resumed = await harness.run(hashed, source, { resume: true, seed: "rotated" });
    expect(hashes(resumed)).toEqual(hashes(whole));
    const { privacy, provenance } = resumed.outcome.reports;
    expect(provenance.keyIds).toEqual({ "test/t.v": "key-test" });
    expect(privacy.tables[0]?.columns[0]).toMatchObject({ linkageDomain: "test/t.v", keyId: "key-test" });
    // What no key made names none.
    expect(privacy.tables[0]?.columns[1]).not.toHaveProperty("linkageDomain");
  });
});

it("a trial ends after Protect with the reports and writes no file", async () => {
  const run = await harness.run(document, data(6), { kind: "trial" });
  expect(run.outcome.kind).toBe("trial");
  expect(run.outcome.reports.quality.tables[0]?.counts.published).toBeGreaterThan(0);
  expect(existsSync(path.join(run.folder, "out", "customer.parquet"))).toBe(false);
});
