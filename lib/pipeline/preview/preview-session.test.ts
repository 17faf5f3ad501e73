import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Preview, type PreviewStage, sampleSchema } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { throwAwayKeys } from "#lib/keys/server";
import { boundRows, PipelineHarness, plain, type SourceData, testDocument, testKeys } from "#lib/testing";
import type { BoundSource, Keys } from "../ports.ts";
import { randomCase } from "../testing/random-case.ts";
import type { PreviewRequest } from "./preview-request.ts";
import { PreviewSession } from "./preview-session.ts";

vi.setConfig({ testTimeout: 120_000 });

let folder: string;
let harness: PipelineHarness;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "etlx-preview-"));
  harness = await PipelineHarness.open();
});
afterAll(async () => {
  await harness.close();
  await rm(folder, { recursive: true, force: true });
});

const open = (keys: Keys = testKeys()) =>
  PreviewSession.open({
    folder,
    keys,
    limits: { memory: "512MB", threads: 2, scriptSeconds: 60 },
    signal: new AbortController().signal,
  });

type Asked = Partial<Omit<PreviewRequest, "sample">> & { readonly sample?: unknown };

const asked = (document: unknown, table: string, stage: PreviewStage, more: Asked = {}): PreviewRequest => ({
  document,
  values: [],
  table,
  stage,
  compare: "stage",
  sight: "raw",
  offset: 0,
  limit: 1000,
  ...more,
  sample: sampleSchema.parse(more.sample ?? { kind: "first", rows: 10_000 }),
});

/** A preview in a session of its own. */
async function previewed(
  data: SourceData | BoundSource,
  request: PreviewRequest,
  keys?: Keys,
): Promise<Preview> {
  const session = await open(keys);
  try {
    return await session.preview(request, [
      "driver" in data ? (data as BoundSource) : boundRows(data as SourceData),
    ]);
  } finally {
    await session.close();
  }
}

const values = (preview: Preview, column: string) => {
  const at = preview.columns.findIndex(({ name }) => name === column);
  return preview.rows.filter(({ fate }) => fate === "kept").map(({ after }) => after[at]);
};

const shop = (visit: Record<string, unknown> = {}) =>
  testDocument([
    {
      name: "patient",
      columns: [
        { name: "id", datatype: "integer", privacyClass: "direct-identifier" },
        plain("city", "string", { normalize: [{ rule: "trim" }] }),
        {
          name: "phone",
          datatype: "string",
          privacyClass: "direct-identifier",
          anonymize: { rule: "mask", with: { keepEnd: 2 } },
        },
      ],
      primaryKey: { columns: ["id"], strategy: { rule: "pseudonymize" } },
    },
    {
      name: "visit",
      columns: [
        { name: "patient" },
        plain("price", "integer", {
          checks: [{ rule: "range", with: { minimum: 0, maximum: 100 }, onViolation: "null" }],
        }),
      ],
      foreignKeys: [
        { columns: ["patient"], references: { table: "patient", columns: ["id"] }, onOrphan: "reject" },
      ],
      ...visit,
    },
  ]);

const patients = 40;
const shopData: SourceData = {
  patient: {
    columns: ["id", "city", "phone"],
    rows: Array.from({ length: patients }, (_, index) => [
      index === 3 ? "three" : `00${index}`,
      [" Kazan ", "Omsk", "Perm", "Perm"][index % 4] ?? null,
      `+79161234${String(100 + index)}`,
    ]),
  },
  visit: {
    columns: ["patient", "price"],
    rows: [
      ["5", "10"],
      ["005", "900"],
      ["3", "10"],
      ["77", "20"],
    ],
  },
};

describe("values that a document only refers to", () => {
  const pairs = { artefact: `hmac-sha256:${"a".repeat(64)}`, count: 1 };
  const mapped = testDocument([
    {
      name: "people",
      columns: [plain("city", "string", { normalize: [{ rule: "map-values", with: { pairs } }] })],
    },
  ]);
  const rows = { people: { columns: ["city"], rows: [["msk"], ["spb"]] } };
  const kept: PreviewRequest["values"] = [
    [pairs.artefact, { kind: "normalizer/map-values/pairs", value: [["msk", "Moscow"]] }],
  ];

  it("reach the rules", async () => {
    const preview = await previewed(rows, asked(mapped, "people", "cleanse", { values: kept }));
    expect(values(preview, "city")).toEqual(["Moscow", "spb"]);
    expect(preview.obstacles).toEqual([]);
  });

  it("are missed in words where they are not at hand", async () => {
    const preview = await previewed(rows, asked(mapped, "people", "cleanse"));
    expect(preview.obstacles.map(({ code }) => code)).toContain("artefact-unknown");
    expect(preview.rows.flatMap(({ after }) => after)).not.toContain("Moscow");
  });
});

describe("the values of a preview", () => {
  it("are those of a run under the same keys", async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (draw) => {
        const { document, data } = randomCase((arbitrary) => draw(arbitrary));
        const run = await harness.run(document, data).catch((error: unknown) => {
          if (error instanceof AppError) return undefined;
          throw error;
        });
        if (!run) return;
        const session = await open();
        try {
          for (const table of document.tables.filter(({ publish }) => publish)) {
            const preview = await session.preview(asked(document, table.name, "protect"), [boundRows(data)]);
            const published = await run.rows(table.name);
            const columns = preview.columns.flatMap(({ name, hidden }, at) => (hidden ? [] : [{ name, at }]));
            const text = (value: unknown) => (value === null ? null : String(value));
            const seen = preview.rows
              .filter(({ fate }) => fate === "kept")
              .map(({ after }) => JSON.stringify(columns.map(({ at }) => text(after[at]))));
            const expected = published.map((row) =>
              JSON.stringify(columns.map(({ name }) => text(row[name]))),
            );
            expect(seen.toSorted()).toEqual(expected.toSorted());
            expect(preview.counts.kept).toBe(published.length);
            compared += published.length;
          }
        } finally {
          await session.close();
        }
      }),
      { numRuns: 8, seed: 20_261_127 },
    );
    expect(compared).toBeGreaterThan(50);
  });

  it("previews under other keys say nothing about real pseudonyms", async () => {
    const run = await harness.run(shop(), shopData);
    const real = new Set((await run.rows("patient")).map(({ id }) => id));
    const request = asked(shop(), "patient", "protect");
    const first = values(await previewed(shopData, request, throwAwayKeys()), "id");
    const second = values(await previewed(shopData, request, throwAwayKeys()), "id");
    expect([first.length, second.length]).toEqual([patients - 1, patients - 1]);
    expect(first.filter((id) => real.has(id) || second.includes(id))).toEqual([]);
    // Under the run's own keys they are the same, or nothing above would be shown.
    expect(values(await previewed(shopData, request), "id").every((id) => real.has(id))).toBe(true);
  });

  it("are shown before and after, stage by stage", async () => {
    const cleansed = await previewed(shopData, asked(shop(), "patient", "cleanse"));
    const [row] = cleansed.rows;
    expect([row?.number, row?.fate, row?.after]).toEqual([1, "kept", ["0", "Kazan", "+79161234100"]]);
    expect(row?.before).toEqual([
      [0, "000"],
      [1, " Kazan "],
    ]);
    const extracted = await previewed(shopData, asked(shop(), "patient", "extract"));
    expect([extracted.rows[0]?.after, extracted.rows[0]?.before]).toEqual([
      ["000", " Kazan ", "+79161234100"],
      [],
    ]);
    const masked = await previewed(shopData, asked(shop(), "patient", "anonymize"));
    expect(masked.rows[0]?.before).toContainEqual([2, "+79161234100"]);
    const fromSource = await previewed(
      shopData,
      asked(shop(), "patient", "anonymize", { compare: "source" }),
    );
    expect(fromSource.rows[0]?.before).toContainEqual([1, " Kazan "]);
  });

  it("say of each row what became of it, by which rule", async () => {
    const preview = await previewed(shopData, asked(shop(), "visit", "keys"));
    const rules = new Map(preview.rules.map((rule) => [rule.ordinal, rule]));
    const told = preview.rows.map(({ fate, reason, violated }) => [
      fate,
      reason === undefined ? undefined : rules.get(reason)?.code,
      violated.map((ordinal) => rules.get(ordinal)?.rule),
    ]);
    expect(told).toEqual([
      ["kept", undefined, []],
      ["kept", undefined, ["range"]],
      ["rejected", "orphan", []],
      ["rejected", "orphan", []],
    ]);
    expect(preview.counts).toEqual({ kept: 2, rejected: 2, deduplicated: 0, suppressed: 0 });
    const price = preview.columns.find(({ name }) => name === "price")?.profile;
    expect(price).toMatchObject({ valid: 3, error: 1, empty: 0, nullBefore: 0, nullAfter: 0.5, distinct: 1 });
  });
});

describe("the rows of a preview", () => {
  it("are those of some fates alone where these are asked for, page by page, beside the figures of all", async () => {
    const kept = await previewed(shopData, asked(shop(), "visit", "keys", { fates: ["kept"] }));
    expect(kept.rows.map(({ number }) => number)).toEqual([1, 2]);
    const gone = asked(shop(), "visit", "keys", { fates: ["rejected", "suppressed"], offset: 1 });
    const second = await previewed(shopData, gone);
    expect(second.rows.map(({ number, fate }) => [number, fate])).toEqual([[4, "rejected"]]);
    for (const { counts, sample } of [kept, second])
      expect([counts.kept, counts.rejected, sample.rows]).toEqual([2, 2, 4]);
  });
});

describe("a sample", () => {
  const city = (preview: Preview) => preview.rows.map(({ after }) => after[1]);

  it("of the first rows reads no more of the table than it shows", async () => {
    const preview = await previewed(
      shopData,
      asked(shop(), "patient", "cleanse", { sample: { kind: "first", rows: 5 } }),
    );
    expect(preview.rows.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
    expect(preview.sample).toEqual({ kind: "first", rows: 5, looked: 5, complete: false });
  });

  it("at random is the same for the same seed and another for another", async () => {
    const numbers = async (seed: number) =>
      (
        await previewed(
          shopData,
          asked(shop(), "patient", "cleanse", { sample: { kind: "random", rows: 8, seed } }),
        )
      ).rows.map(({ number, after }) => {
        expect(after[2]).toBe(`+79161234${99 + number}`);
        return number;
      });
    const one = await numbers(1);
    expect(one).toHaveLength(8);
    expect(await numbers(1)).toEqual(one);
    expect(await numbers(2)).not.toEqual(one);
  });

  it("by shares has as many rows of each value", async () => {
    const sample = { kind: "stratified", rows: 9, column: "city" };
    const preview = await previewed(shopData, asked(shop(), "patient", "cleanse", { sample }));
    const counts = Map.groupBy(city(preview), (value) => value);
    expect([...counts.values()].map((rows) => rows.length)).toEqual([3, 3, 3]);
    expect(preview.sample).toMatchObject({ rows: 9, looked: patients, complete: true });
  });

  it("of failing rows holds what a rule takes out or changes, out of all that were looked at", async () => {
    const failing = { kind: "failing", rows: 10 };
    const patient = await previewed(shopData, asked(shop(), "patient", "keys", { sample: failing }));
    expect(patient.rows.map(({ number, fate }) => [number, fate])).toEqual([[4, "rejected"]]);
    expect(patient.sample).toMatchObject({ rows: 1, looked: patients });
    const visit = await previewed(shopData, asked(shop(), "visit", "keys", { sample: failing }));
    expect(visit.rows.map(({ number }) => number)).toEqual([2, 3, 4]);
  });

  it("by key finds a row as it is written and as it reads cleansed", async () => {
    for (const value of ["007", "7"]) {
      const sample = { kind: "key", rows: 10, value };
      const preview = await previewed(shopData, asked(shop(), "patient", "protect", { sample }));
      expect(preview.rows.map(({ number }) => number)).toEqual([8]);
    }
    const none = { kind: "key", rows: 10, value: "7; drop table x" };
    const preview = await previewed(shopData, asked(shop(), "patient", "protect", { sample: none }));
    expect([preview.rows, preview.sample.looked]).toEqual([[], patients]);
  });

  it("is kept, so that another rule reads no source again", async () => {
    const session = await open();
    let opened = 0;
    const source = boundRows(shopData);
    const counted: BoundSource = {
      ...source,
      driver: {
        ...source.driver,
        open: (...given) => {
          opened += 1;
          // Before the process that waits for it is ended.
          expect(given[1].mostSeconds).toBe(45);
          return source.driver.open(...given);
        },
      },
    };
    try {
      const first = await session.preview(asked(shop(), "visit", "protect"), [counted]);
      const tables = opened;
      const changed = shop({ limits: { maxRejected: 0.5 } });
      const second = await session.preview(asked(changed, "visit", "cleanse"), [counted]);
      expect([first.warm, second.warm, opened]).toEqual([false, true, tables]);
      expect(tables).toBe(2);
    } finally {
      await session.close();
    }
  });

  it("shares nothing that one source has fetched with another", async () => {
    const keeps = new Map<string, Set<string | undefined>>();
    const named = (name: string): BoundSource => {
      const source = boundRows({ t: { columns: ["id"], rows: [[name]] } });
      const { driver } = source;
      const kept = new Set<string | undefined>();
      keeps.set(name, kept);
      return {
        ...source,
        name,
        driver: {
          ...driver,
          open: (config, options) => {
            kept.add(options.keep);
            return driver.open(config, options);
          },
        },
      };
    };
    const names = ["one", "other"];
    const document = testDocument(
      names.map((name) => ({
        name,
        extraction: { language: "sql", source: name, script: "t" },
        columns: [plain("id")],
      })),
      { sources: names.map((name) => ({ name, ref: name })) },
    );
    const sources = names.map(named);
    const session = await open();
    try {
      for (const name of names) await session.preview(asked(document, name, "extract"), sources);
      const [one, other] = names.map((name) => [...(keeps.get(name) ?? [])]);
      expect([one?.length, other?.length]).toEqual([1, 1]);
      expect(one).not.toEqual(other);
    } finally {
      await session.close();
    }
  });
});

describe("a half-finished draft", () => {
  it("is previewed as far as it can be, with what stands in the way", async () => {
    const draft = {
      ...shop(),
      tables: shop().tables.map((table) =>
        table.name === "visit"
          ? { name: "visit", columns: [{ name: "x", normalize: [{ rule: "no-such-rule" }] }] }
          : {
              ...table,
              columns: [
                ...table.columns,
                { name: "note", from: "city", datatype: "string" },
                { name: "gone", datatype: "string" },
              ],
            },
      ),
    };
    const preview = await previewed(shopData, asked(draft, "patient", "anonymize"));
    expect(preview.columns.map(({ name, hidden }) => [name, hidden])).toEqual([
      ["id", undefined],
      ["city", undefined],
      ["phone", undefined],
      ["note", "not-published"],
    ]);
    expect(preview.rows[0]?.after[3]).toBeNull();
    expect(new Set(preview.obstacles.map(({ code }) => code))).toEqual(
      new Set(["column-unclassed", "source-column-missing"]),
    );
    expect(preview.obstacles.every(({ path: at }) => at[1] === 0)).toBe(true);
  });

  it("says why a table cannot be seen at all", async () => {
    const draft = { ...shop(), tables: [{ name: "patient", columns: [] }] };
    await expect(previewed(shopData, asked(draft, "patient", "cleanse"))).rejects.toMatchObject({
      code: "document-invalid",
    });
  });

  it("shows the rows by which a run would fail, and that it would", async () => {
    const failing = shop({
      columns: [
        { name: "patient" },
        plain("price", "integer", {
          checks: [{ rule: "range", with: { minimum: 0, maximum: 100 }, onViolation: "fail" }],
        }),
      ],
    });
    const preview = await previewed(shopData, asked(failing, "visit", "protect"));
    expect([preview.stage, preview.stopped?.code]).toEqual(["cleanse", "rule-failed"]);
    expect(preview.rows.map(({ fate }) => fate)).toEqual(["kept", "rejected", "kept", "kept"]);
  });
});

describe("eyes that may not see raw values", () => {
  const all = JSON.stringify(shopData);
  const isRaw = (value: string | null | undefined) =>
    value !== null && value !== undefined && value.length > 2 && all.includes(value);

  it("see nothing that a rule of the draft could let through", async () => {
    const keep = { rule: "keep", with: { reason: "A test." } };
    const draft = {
      ...shop(),
      tables: shop().tables.map((table) => ({
        ...table,
        columns: table.columns.map((column) =>
          column.name === "phone" ? { ...column, privacyClass: "sensitive", anonymize: keep } : column,
        ),
      })),
    };
    const preview = await previewed(
      shopData,
      asked(draft, "patient", "protect", { sight: "hidden-by-rule" }),
    );
    expect(preview.columns.map(({ name, hidden }) => [name, hidden])).toEqual([
      ["id", undefined],
      ["city", "not-approved"],
      ["phone", "not-approved"],
    ]);
    expect(preview.rows.flatMap(({ after }) => after).some(isRaw)).toBe(false);
    expect(preview.rows.every(({ before }) => before.length === 0)).toBe(true);
    expect(
      preview.columns.slice(1).every(({ profile }) => !profile.histogram && profile.distinct === undefined),
    ).toBe(true);
    expect(values(preview, "id").every((id) => id?.length === 32 || (id?.length ?? 0) > 8)).toBe(true);
  });

  it("see what was approved to leave, and nothing before it", async () => {
    const preview = await previewed(shopData, asked(shop(), "patient", "protect", { sight: "approved" }));
    expect(values(preview, "city")).toContain("Omsk");
    expect(preview.rows.every(({ before }) => before.length === 0)).toBe(true);
    expect(JSON.stringify(preview)).not.toContain("+79161234");
  });

  it("see no value of a stage before Anonymize, even where nothing later is reached", async () => {
    const capped = { ...shop(), tables: shop().tables.map((table) => ({ ...table, publish: false })) };
    const preview = await previewed(shopData, asked(capped, "patient", "protect", { sight: "approved" }));
    expect(preview.stage).toBe("keys");
    expect(preview.rows.flatMap(({ after }) => after).every((value) => value === null)).toBe(true);
  });
});
