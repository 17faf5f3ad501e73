import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { loneColumns, planModule } from "#lib/compiler";
import { type Preview, type PreviewStage, type Sample, sampleSchema } from "#lib/contracts";
import type { ModuleDocument } from "#lib/metadata";
import {
  boundRows,
  type HarnessRun,
  PipelineHarness,
  plain,
  type SourceData,
  testDocument,
  testKeys,
} from "#lib/testing";
import { PreviewSession } from "../preview-session.ts";

vi.setConfig({ testTimeout: 120_000 });

let folder: string;
let harness: PipelineHarness;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "etlx-stacks-"));
  harness = await PipelineHarness.open();
});
afterAll(async () => {
  await harness.close();
  await rm(folder, { recursive: true, force: true });
});

const open = () =>
  PreviewSession.open({
    folder,
    keys: testKeys(),
    limits: { memory: "512MB", threads: 2, scriptSeconds: 60 },
    signal: new AbortController().signal,
  });

const look = (
  session: PreviewSession,
  document: unknown,
  data: SourceData,
  table: string,
  stage: PreviewStage,
  sample: Sample = sampleSchema.parse({ kind: "first", rows: 10_000 }),
): Promise<Preview> =>
  session.preview(
    {
      document,
      values: [],
      table,
      stage,
      sample,
      compare: "stage",
      sight: "raw",
      offset: 0,
      limit: 1000,
    },
    [boundRows(data)],
  );

/** Forms of lone columns, each with cells that pass, are wrong or missing. */
const forms: Readonly<
  Record<string, { readonly rules: Record<string, unknown>; readonly cells: readonly (string | null)[] }>
> = {
  trimmed: {
    rules: {
      datatype: "string",
      privacyClass: "insensitive",
      normalize: [{ rule: "trim" }, { rule: "case", with: { to: "upper" } }],
      nulls: { rule: "keep", tokens: ["n/a", "-"] },
      checks: [{ rule: "length", with: { maximum: 6 }, onViolation: "null" }],
    },
    cells: [" anna ", "n/a", "boris", "\u00a0far too long ", null, "яна"],
  },
  clamped: {
    rules: {
      datatype: "integer",
      privacyClass: "insensitive",
      onCastFailure: "default",
      default: 7,
      nulls: { rule: "constant", with: { value: 3 } },
      checks: [{ rule: "range", with: { minimum: 0, maximum: 50 }, onViolation: "clamp" }],
    },
    cells: ["1", "500", "x", null, "0042"],
  },
  dated: {
    rules: {
      datatype: "date",
      privacyClass: "quasi-identifier",
      onCastFailure: "null",
      normalize: [{ rule: "parse-date", with: { formats: ["%d.%m.%Y"] } }],
      anonymize: { rule: "generalize-date", with: { unit: "month" } },
    },
    cells: ["03.04.1999", "31.02.2001", null, "01.12.2020"],
  },
  hashed: {
    rules: {
      datatype: "string",
      privacyClass: "direct-identifier",
      normalize: [{ rule: "trim" }],
      anonymize: { rule: "pseudonymize" },
    },
    cells: [" a ", "b", "a", null, "c"],
  },
  shared: {
    rules: {
      datatype: "string",
      privacyClass: "direct-identifier",
      anonymize: { rule: "pseudonymize", with: { domain: "person.phone" } },
    },
    cells: ["8 916 123-45-67", "+79161234567", null, "call me"],
  },
  chosen: {
    rules: {
      datatype: "integer",
      privacyClass: "sensitive",
      onCastFailure: "null",
      anonymize: {
        rule: "conditional",
        with: {
          when: "value > 10",
          apply: { rule: "generalize-number", with: { width: 10 } },
          otherwise: { rule: "generalize-number", with: { width: 5 } },
        },
      },
    },
    cells: ["3", "17", null, "x", "12"],
  },
  exact: {
    rules: { datatype: "decimal(8,2)", privacyClass: "insensitive", onCastFailure: "null" },
    cells: ["1.50", "1.505", null, "20"],
  },
  moment: {
    rules: { datatype: "timestamp(tz)", privacyClass: "insensitive", onCastFailure: "null" },
    cells: ["2020-01-01 10:00:00+03:00", "yesterday", null],
  },
  refused: {
    rules: { datatype: "integer", privacyClass: "insensitive", onCastFailure: "reject" },
    cells: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "x"],
  },
  required: {
    rules: {
      datatype: "string",
      privacyClass: "insensitive",
      nulls: { rule: "reject" },
      checks: [{ rule: "pattern", with: { pattern: "[a-z]+" }, onViolation: "reject" }],
    },
    cells: ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "7", null, "n", "o"],
  },
  /** A rule that cannot handle some values: their rows go to quarantine. */
  unhandled: {
    rules: {
      datatype: "string",
      privacyClass: "quasi-identifier",
      anonymize: { rule: "generalize-ip", with: { ipv4Bits: 16 } },
    },
    cells: ["10.1.2.3", "10.2.2.3", "192.168.0.1", "10.1.9.9", "8.8.8.8", "no address", null],
  },
  masked: {
    rules: {
      datatype: "string",
      privacyClass: "sensitive",
      anonymize: { rule: "mask", with: { keepEnd: 2 } },
    },
    cells: ["secret", "other", null, "x"],
  },
};

const times = 3;
const rows = 100;
const names = Object.keys(forms).flatMap((form) => Array.from({ length: times }, (_, at) => `${form}_${at}`));
const formOf = (name: string) => forms[name.slice(0, name.lastIndexOf("_"))];

const cellAt = (name: string, row: number): string | null => {
  const { cells = [] } = formOf(name) ?? {};
  const at = Number(name.slice(name.lastIndexOf("_") + 1));
  // Those that reject are wrong in few rows, and each in others.
  return cells[(row * (at + 1) + at * 5) % cells.length] ?? null;
};

const wide: SourceData = {
  person: {
    columns: ["id", "city", ...names],
    rows: Array.from({ length: rows }, (_, row) => [
      String(row % 90),
      ["Kazan", "Omsk", null][row % 3] ?? null,
      ...names.map((name) => cellAt(name, row)),
    ]),
  },
  visit: {
    columns: ["person", "score"],
    rows: Array.from({ length: 120 }, (_, row) => [String((row * 7) % 100), String(row)]),
  },
};

const document = (
  change: (name: string, rules: Record<string, unknown>) => Record<string, unknown> = (_, rules) => rules,
): ModuleDocument =>
  testDocument([
    {
      name: "person",
      columns: [
        { name: "id", datatype: "integer", privacyClass: "direct-identifier" },
        plain("city", "string", { nulls: { rule: "mode" } }),
        ...names.map((name) => ({ name, ...change(name, formOf(name)?.rules ?? {}) })),
      ],
      primaryKey: {
        columns: ["id"],
        strategy: { rule: "pseudonymize" },
        onDuplicate: { winner: "first", order: [] },
      },
    },
    {
      name: "visit",
      columns: [{ name: "person" }, plain("score", "integer")],
      foreignKeys: [
        { columns: ["person"], references: { table: "person", columns: ["id"] }, onOrphan: "reject" },
      ],
    },
  ]);

const text = (value: unknown): string | null => (value === null ? null : String(value));

async function expectSameRows(preview: Preview, run: HarnessRun): Promise<number> {
  const published = await run.rows(preview.table);
  const columns = preview.columns.flatMap(({ name, hidden }, at) => (hidden ? [] : [{ name, at }]));
  const seen = preview.rows
    .filter(({ fate }) => fate === "kept")
    .map(({ after }) => JSON.stringify(columns.map(({ at }) => after[at])));
  const expected = published.map((row) => JSON.stringify(columns.map(({ name }) => text(row[name]))));
  expect(seen.toSorted()).toEqual(expected.toSorted());
  expect(Object.keys(published[0] ?? {}).toSorted()).toEqual(columns.map(({ name }) => name).toSorted());
  return published.length;
}

describe("a table whose columns are looked at by nothing but their rules", () => {
  it("has stacks of all of them", () => {
    const plan = planModule(document());
    const [person] = plan.tables;
    const lone = person ? loneColumns(plan, person).map(({ name }) => name) : [];
    expect(lone).toEqual(names);
  });

  it("is previewed as a run publishes it, with the rows that each rule took out", async () => {
    const run = await harness.run(document(), wide);
    const session = await open();
    try {
      const person = await look(session, document(), wide, "person", "protect");
      const published = await expectSameRows(person, run);
      expect(published).toBeGreaterThan(10);
      expect(published).toBeLessThan(70);
      await expectSameRows(await look(session, document(), wide, "visit", "protect"), run);
      const report = run.outcome.reports.quality.tables.find(({ name }) => name === "person");
      expect(person.counts.rejected).toBe(report?.counts.rejected);
      const counted = (report?.rules ?? []).map(({ column, rule, code, rows: count }) => [
        column,
        code,
        rule,
        count,
      ]);
      const told = person.rules
        .filter(({ code }) => code === "cast" || code === "check")
        .map(({ column, rule, code, violated }) => [column, code, rule, violated]);
      expect(told.length).toBeGreaterThan(20);
      expect(counted).toEqual(expect.arrayContaining(told));
    } finally {
      await session.close();
    }
  });
});

/** All of a preview but how long it took and what was there to choose from. */
const plainly = ({ milliseconds, warm, sample, ...rest }: Preview) => ({ ...rest, chosen: sample.rows });

describe("a session that keeps stacks", () => {
  const edits: readonly (readonly [string, Parameters<typeof document>[0]])[] = [
    ["as it was", undefined],
    [
      "another rule",
      (name, rules) => (name === "trimmed_1" ? { ...rules, normalize: [{ rule: "trim" }] } : rules),
    ],
    [
      "another rule that rejects rows",
      (name, rules) => (name === "exact_0" ? { ...rules, onCastFailure: "reject" } : rules),
    ],
    ["another type", (name, rules) => (name === "clamped_2" ? plain(name, "string") : rules)],
    ["another source", (name, rules) => (name === "masked_1" ? { ...rules, from: "trimmed_0" } : rules)],
    [
      "another domain",
      (name, rules) =>
        name === "hashed_0"
          ? { ...rules, anonymize: { rule: "pseudonymize", with: { domain: "person.name" } } }
          : rules,
    ],
    [
      "a rule that looks at another column",
      (name, rules) =>
        name === "chosen_0"
          ? {
              ...rules,
              anonymize: {
                rule: "conditional",
                with: {
                  when: "clamped_0 > 10",
                  apply: { rule: "generalize-number", with: { width: 10 } },
                  otherwise: { rule: "generalize-number", with: { width: 5 } },
                },
              },
            }
          : rules,
    ],
    ["no class", (name, rules) => (name === "dated_0" ? { datatype: rules.datatype } : rules)],
    ["a constant in a check", (name, rules) => (name === "clamped_1" ? { ...rules, default: 8 } : rules)],
  ];

  it("shows after each change what one that has just begun shows", async () => {
    const session = await open();
    try {
      for (const [, change] of edits)
        for (const stage of ["cleanse", "anonymize", "protect"] as const) {
          const fresh = await open();
          try {
            const kept = plainly(await look(session, document(change), wide, "person", stage));
            expect(kept).toEqual(plainly(await look(fresh, document(change), wide, "person", stage)));
          } finally {
            await fresh.close();
          }
        }
    } finally {
      await session.close();
    }
  });

  it("shows any sample as one that has just begun does, whatever was shown before", async () => {
    const session = await open();
    const samples = [
      { kind: "failing", rows: 20 },
      { kind: "first", rows: 30 },
      { kind: "random", rows: 25, seed: 3 },
      { kind: "failing", rows: 200 },
      { kind: "key", rows: 5, value: "7" },
      { kind: "stratified", rows: 30, column: "city" },
    ];
    try {
      for (const sample of samples)
        for (const stage of ["cleanse", "protect"] as const) {
          const fresh = await open();
          try {
            const parsed = sampleSchema.parse(sample);
            const kept = await look(session, document(), wide, "person", stage, parsed);
            expect(plainly(kept)).toEqual(
              plainly(await look(fresh, document(), wide, "person", stage, parsed)),
            );
          } finally {
            await fresh.close();
          }
        }
    } finally {
      await session.close();
    }
  });
});

describe("the profile of a column", () => {
  it("says what the cells say that are there", async () => {
    const session = await open();
    try {
      for (const stage of ["extract", "cleanse", "keys", "anonymize"] as const) {
        const preview = await look(session, document(), wide, "person", stage);
        const kept = preview.rows.filter(({ fate }) => fate === "kept");
        expect(kept.length).toBe(preview.counts.kept);
        for (const [at, { name, profile, hidden }] of preview.columns.entries()) {
          if (hidden) continue;
          const cells = kept.map(({ after }) => after[at] ?? null);
          const present = cells.filter((cell) => cell !== null);
          const place = `${stage} ${name}`;
          expect(profile.nullAfter, place).toBeCloseTo(1 - present.length / kept.length, 12);
          expect(profile.distinct, place).toBe(new Set(present).size);
          expect(profile.valid + profile.error + profile.empty, place).toBe(preview.rows.length);
          const { kind, bins, other } = profile.histogram ?? { kind: "none", bins: [], other: 0 };
          const counted = bins.reduce((sum, bin) => sum + bin.rows, 0) + Number(other);
          if (kind !== "none") expect(counted, place).toBe(present.length);
          if (kind === "category")
            for (const { label, rows: count } of bins)
              expect(cells.filter((cell) => cell === label).length, `${place} ${label}`).toBe(count);
        }
      }
    } finally {
      await session.close();
    }
  });
});
