import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anonymizers } from "#lib/anonymizers";
import { checks, nullStrategies } from "#lib/column-rules";
import type { Keys } from "#lib/pipeline";
import { PipelineHarness, plain, type SourceData, testDocument, testKeys } from "#lib/testing";

// What must be refused or quarantined with its reason, and never passed through. Beside the code: casts, null tokens and
// dates in cleanse.test.ts, uncovered hierarchies and infinities in anonymization-rules.test.ts, key rules in keys.test.ts.

let harness: PipelineHarness;
beforeAll(async () => {
  harness = await PipelineHarness.open();
});
afterAll(() => harness.close());

const keep = { rule: "keep", with: { reason: "A test." } };
const code = (thrown: Promise<unknown>) =>
  thrown.then(
    () => "published",
    (error: { code?: string }) => error.code,
  );
const table = (columns: readonly object[], extra: object = {}) =>
  testDocument([
    {
      name: "t",
      columns: [plain("id", "integer"), ...columns],
      primaryKey: { columns: ["id"], strategy: keep },
      ...extra,
    },
  ]);
const numbered = (...values: readonly (readonly (string | null)[])[]): SourceData => ({
  t: {
    columns: ["id", ...(values[0] ?? []).map((_, at) => `c${at}`)],
    rows: values.map((row, at) => [String(at + 1), ...row]),
  },
});

describe("a missing or short key", () => {
  const short = (bytes: number): Keys => ({
    ...testKeys(),
    material: async (domain, purpose) => (await testKeys().material(domain, purpose)).subarray(0, bytes),
  });
  const missing: Keys = { ...testKeys(), material: async () => undefined as unknown as Uint8Array };
  // One use of each rule that is keyed, whatever its form.
  const uses: readonly (readonly [datatype: string, use: object, value: string])[] = [
    ["string", { rule: "pseudonymize" }, "4711"],
    ["string", { rule: "encrypt" }, "4711"],
    ["string", { rule: "fpe" }, "79161234567"],
    ["string", { rule: "identifier", with: { kind: "inn" } }, "7707083893"],
    ["string", { rule: "fake", with: { kind: "city" } }, "Тверь"],
    ["integer", { rule: "noise", with: { scale: 10 } }, "4711"],
    ["date", { rule: "date-shift" }, "2020-05-05"],
  ];
  it.each(uses)("%s %j: nothing is made under it", async (datatype, anonymize, value) => {
    const document = table([{ name: "c0", datatype, privacyClass: "sensitive", anonymize }]);
    const data = numbered([value]);
    for (const keys of [missing, short(15)])
      expect(await code(harness.run(document, data, { keys }))).toBe("key-short");
    const run = await harness.run(document, data);
    expect(await run.rows("t")).toHaveLength(1);
  });
  it("128 bits are enough, where the cipher takes them", async () => {
    const document = table([
      { name: "c0", privacyClass: "direct-identifier", anonymize: { rule: "pseudonymize" } },
    ]);
    expect(await code(harness.run(document, numbered(["4711"]), { keys: short(16) }))).toBe("published");
  });
  it("a numbered key is a keyed one", async () => {
    const document = testDocument([
      {
        name: "t",
        columns: [plain("id", "integer")],
        primaryKey: { columns: ["id"], strategy: { rule: "surrogate" } },
      },
    ]);
    expect(await code(harness.run(document, numbered([]), { keys: short(15) }))).toBe("key-short");
  });
});

describe("an impossible k", () => {
  const quasi = (name: string, anonymize: object = keep) => ({
    name,
    privacyClass: "quasi-identifier",
    anonymize,
  });
  const persons = (count: number, value: (at: number) => string) =>
    numbered(...Array.from({ length: count }, (_, at) => [value(at)]));

  it("more than there are persons: refused, though every row is alike", async () => {
    const document = table([quasi("c0")], { privacy: { kAnonymity: 20, suppressionLimit: 0.1 } });
    const failing = harness.run(
      document,
      persons(19, () => "Тверь"),
    );
    await expect(failing).rejects.toMatchObject({
      code: "privacy-unmet",
      params: { table: "t", suppressed: 19, transformed: 19, limit: 10 },
    });
  });
  it("every quasi-identifier kept and unique: refused", async () => {
    const document = table([quasi("c0")], { privacy: { kAnonymity: 2, suppressionLimit: 0.99 } });
    expect(
      await code(
        harness.run(
          document,
          persons(100, (at) => `place ${at}`),
        ),
      ),
    ).toBe("privacy-unmet");
  });
  it("one row more than suppression allows: refused; exactly as many: published", async () => {
    const document = (limit: number) =>
      table([quasi("c0")], { privacy: { kAnonymity: 3, suppressionLimit: limit } });
    const data = persons(100, (at) => (at < 98 ? "Москва" : "Тверь"));
    expect(await code(harness.run(document(0.019), data))).toBe("privacy-unmet");
    expect(await code(harness.run(document(0.02), data))).toBe("published");
  });
  it("with everything allowed to go, an empty table is published and says so", async () => {
    const document = table([quasi("c0")], { privacy: { kAnonymity: 200, suppressionLimit: 1 } });
    const run = await harness.run(
      document,
      persons(100, () => "Тверь"),
    );
    expect(await run.rows("t")).toEqual([]);
    expect(run.outcome.reports.quality.tables[0]?.counts).toMatchObject({ published: 0, suppressed: 100 });
  });
});

describe("a regular expression that backtracks forever elsewhere", () => {
  // A backtracking engine tries 2^n ways; RE2 reads the text once.
  const patterns = ["(a+)+$", "(a|a)*b", "(.*)*x", "^(([a-z])+.)+[A-Z]([a-z])+$"];
  const hostile = `${"a".repeat(50_000)}!`;
  it.each(patterns)("%s takes no longer than the text is long", async (pattern) => {
    const document = table([
      plain("c0", "string", { checks: [{ rule: "pattern", with: { pattern }, onViolation: "reject" }] }),
      {
        ...plain("c1", "string"),
        from: "c0",
        normalize: [{ rule: "regex-replace", with: { pattern, replacement: "" } }],
      },
    ]);
    const before = process.cpuUsage();
    const run = await harness.run(document, numbered([hostile], [hostile]));
    const { user } = process.cpuUsage(before);
    expect(run.outcome.reports.quality.tables[0]?.counts.rejected).toBe(2);
    // In microseconds of the processor: a backtracking engine would never come back.
    expect(user).toBeLessThan(10_000_000);
  });
});

describe("a column without any value", () => {
  const typeOf = (name: string) => (name === "decimal" ? "decimal(10,2)" : name);
  const empty = numbered([null], [null], [null]);
  const parameters: Readonly<Record<string, object>> = {
    previous: { order: ["id"] },
    next: { order: ["id"] },
    interpolate: { order: ["id"] },
    "allowed-values": { values: ["1"] },
    pattern: { pattern: "x" },
    length: { minimum: 1 },
  };
  const constants: Readonly<Record<string, unknown>> = {
    boolean: true,
    date: "2020-01-01",
    time: "10:00:00",
    timestamp: "2020-01-01 10:00:00",
    "timestamp(tz)": "2020-01-01 10:00:00Z",
    uuid: "00000000-0000-4000-8000-000000000000",
    json: "{}",
    binary: "\\x00",
  };
  const use = (rule: string, type: string) => ({
    rule,
    ...(rule === "constant" ? { with: { value: constants[type] ?? "7" } } : {}),
    ...(rule in parameters ? { with: parameters[rule] } : {}),
  });

  it.each(nullStrategies.map((strategy) => [strategy.id, strategy] as const))(
    "%s, for every type that it accepts",
    async (id, strategy) => {
      const tables = strategy.accepts.map((type) => ({
        name: type.replace(/\W/g, ""),
        columns: [plain("id", "integer"), plain("c0", typeOf(type), { nulls: use(id, type) })],
        primaryKey: { columns: ["id"], strategy: keep },
      }));
      const data = Object.fromEntries(tables.map(({ name }) => [name, empty.t ?? { columns: [], rows: [] }]));
      const run = await harness.run(testDocument(tables), data);
      for (const { name } of tables) {
        const values = (await run.rows(name)).map((row) => row.c0);
        const report = run.outcome.reports.quality.tables.find((one) => one.name === name);
        const column = report?.columns.find((one) => one.name === "c0");
        if (id === "keep") {
          expect(values).toEqual([null, null, null]);
          expect(column).toMatchObject({ nullShareAfter: 1, distinct: 0 });
        } else if (id === "constant") {
          expect(values, name).toHaveLength(3);
          expect(values).not.toContain(null);
        } else {
          // There is nothing to fill from.
          expect(values).toEqual([]);
          const reasons = (await run.quarantine(name)).map((row) => `${row.__code} ${row.__rule}`);
          expect(reasons).toEqual(Array(3).fill(`null ${id}`));
        }
      }
    },
  );

  it("no check is violated, and no statistic is invented", async () => {
    let ran = 0;
    for (const check of checks) {
      const document = table(
        check.accepts.map((type, at) =>
          plain(`c${at}`, typeOf(type), {
            checks: [
              {
                ...(check.id === "range"
                  ? { rule: "range", with: { minimum: constants[type] ?? 1 } }
                  : use(check.id, type)),
                onViolation: "fail",
              },
            ],
          }),
        ),
      );
      const nothing = check.accepts.map(() => null);
      const run = await harness.run(document, numbered(nothing, nothing));
      for (const { name, ...column } of run.outcome.reports.quality.tables[0]?.columns ?? []) {
        if (name === "id") continue;
        expect(column).toMatchObject({ nullShareAfter: 1, distinct: 0 });
        for (const key of ["minimum", "maximum", "mean", "quantiles", "histogram"])
          expect(column).not.toHaveProperty(key);
        ran++;
      }
    }
    expect(ran).toBeGreaterThan(checks.length);
  });

  it("stands as one class under k, and goes where that is too small", async () => {
    const quasi = { name: "c0", privacyClass: "quasi-identifier", anonymize: keep };
    const document = (k: number) => table([quasi], { privacy: { kAnonymity: k, suppressionLimit: 0 } });
    const run = await harness.run(document(3), empty);
    expect(run.outcome.reports.privacy.tables[0]).toMatchObject({ achievedK: 3, suppressed: 0 });
    expect(await code(harness.run(document(4), empty))).toBe("privacy-unmet");
  });
});

it("every rule that is keyed is among those whose key is asked for", () => {
  const keyed = anonymizers
    .filter(({ properties }) => properties.keyed !== false)
    .map(({ id }) => id)
    .sort();
  expect(keyed).toEqual([
    "conditional",
    "date-shift",
    "encrypt",
    "fake",
    "fpe",
    "identifier",
    "noise",
    "pseudonymize",
    "shuffle",
  ]);
});
