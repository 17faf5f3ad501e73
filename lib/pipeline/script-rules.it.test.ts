import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, type TestContext } from "vitest";
import { anonymizers, findAnonymizer } from "#lib/anonymizers";
import { findNormalizer, normalizers } from "#lib/column-rules";
import { environmentOf, hasJail, type PythonPool, pythonPool } from "#lib/engine/server";
import { AppError } from "#lib/kernel";
import { PipelineHarness, plain, pythonOr, testDocument } from "#lib/testing";
import { pythonLimits } from "./scripts/python-limits.ts";

let folder = "";
let harness: PipelineHarness;
let pool: PythonPool | undefined;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "etlx-script-rules-"));
  harness = await PipelineHarness.open();
});
afterAll(async () => {
  await pool?.close();
  await harness.close();
  await rm(folder, { recursive: true, force: true });
});

async function poolOr(context: TestContext): Promise<PythonPool> {
  const python = pythonOr(context, "ETLX_TEST_PYTHON");
  if (!(await hasJail())) context.skip("no sandbox (bubblewrap)");
  pool ??= pythonPool({ environment: () => environmentOf(python), root: folder, limits: pythonLimits(60) });
  return pool;
}

async function errorOf(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => undefined,
    (e: unknown) => e,
  );
  if (error instanceof AppError) return error;
  throw new Error("an AppError was expected", { cause: error });
}

interface Example {
  readonly id: string;
  readonly kind: "normalizer" | "anonymizer";
  readonly params: unknown;
  readonly type: string;
  readonly input: string | null;
  readonly output: string | null;
}

const examplesOf = (
  kind: Example["kind"],
  rules: readonly { readonly id: string; readonly docs: { readonly examples: readonly object[] } }[],
): readonly Example[] =>
  rules.flatMap(({ id, docs }) =>
    docs.examples.map(
      (example): Example => ({
        id,
        kind,
        type: "string",
        params: {},
        input: null,
        output: null,
        ...example,
      }),
    ),
  );

const examples = [
  ...examplesOf(
    "normalizer",
    normalizers.flatMap(({ id }) => findNormalizer(id) ?? []).filter(({ script }) => script),
  ),
  ...examplesOf(
    "anonymizer",
    anonymizers.flatMap(({ id }) => findAnonymizer(id) ?? []).filter(({ script }) => script),
  ),
];

const using = ({ id, kind, params, type }: Example) =>
  kind === "normalizer"
    ? plain("v", type, { normalize: [{ rule: id, with: params }] })
    : {
        name: "v",
        datatype: type,
        privacyClass: "quasi-identifier",
        anonymize: { rule: id, with: params },
      };

/** A table of one column `v`. */
const rowsOf = (...values: readonly (string | null)[]) => ({
  t: { columns: ["v"], rows: values.map((value) => [value]) },
});

const script = (body: string) => `def rule(values):\n    ${body}\n`;
const normalized = (body: string, type = "string", rest: object = {}) =>
  testDocument([
    {
      name: "t",
      columns: [
        plain("v", type, { normalize: [{ rule: "python-script", with: { script: script(body) } }], ...rest }),
      ],
    },
  ]);
const published = (body: string, given: object = {}, type = "string") =>
  testDocument([
    {
      name: "t",
      columns: [
        {
          name: "v",
          datatype: type,
          privacyClass: "quasi-identifier",
          anonymize: { rule: "python-script", with: { script: script(body), ...given } },
        },
      ],
    },
  ]);

const values = (rows: readonly Record<string, unknown>[]) =>
  rows.map(({ v }) => (v === null ? null : String(v))).toSorted();

describe("the examples of rules that are functions of users run in the sandbox", () => {
  it("are there", () => {
    console.log(`script rules: ${examples.length} examples executed`);
    expect(examples.length).toBeGreaterThanOrEqual(10);
  });

  it.for(examples)("$kind $id: $input", async (example, context) => {
    const python = await poolOr(context);
    const document = testDocument([{ name: "t", columns: [using(example)] }]);
    const run = await harness.run(document, rowsOf(example.input), { python });
    expect(values(await run.rows("t"))).toEqual([example.output]);
  });
});

describe("a function over values", () => {
  it("gets each present value once, keeps null apart from empty text, and is looked up for every row", async (context) => {
    const python = await poolOr(context);
    const document = normalized("assert values.is_unique and values.notna().all()\n    return values + '!'");
    const run = await harness.run(document, rowsOf("a", "", null, "a", "b", null), { python });
    expect(values(await run.rows("t"))).toEqual(["!", "a!", "a!", "b!", null, null]);
  });

  it("sees what the steps before it made, and what it makes passes the cast", async (context) => {
    const python = await poolOr(context);
    const document = testDocument([
      {
        name: "t",
        columns: [
          plain("v", "integer", {
            normalize: [
              { rule: "trim" },
              { rule: "python-script", with: { script: script("return values.str.replace('№', '')") } },
              { rule: "python-script", with: { script: script("return values.astype(float) / 2") } },
            ],
            nulls: { rule: "keep", tokens: ["-"] },
          }),
        ],
      },
    ]);
    const run = await harness.run(document, rowsOf(" №4 ", "-", "5", "8"), { python });
    expect(values(await run.rows("t"))).toEqual(["2", "4", null]);
    expect(await run.quarantine("t")).toMatchObject([{ v: "5" }]);
  });

  it.each([
    ["one of them twice", "[1, 1]", "in another order or with another index"],
    ["one that nobody gave", "[1, 7]", "in another order or with another index"],
    ["one too few", "[1]", "rule returned 1 values for 2"],
  ])("may not put %s into the file behind its runner's back", async (_what, ids, detail) => {
    const context = { skip: () => expect.fail("there was a sandbox before") } as unknown as TestContext;
    const python = await poolOr(context);
    const forging = `import json, os, time
    import pandas as pd
    ids = ${ids}
    pd.DataFrame({"id": ids, "published": ["x"] * len(ids)}).to_parquet("/job/out.parquet")
    os.write(4, (json.dumps({"value": {"rows": len(ids)}}) + "\\n").encode())
    time.sleep(30)`;
    for (const document of [normalized(forging), published(forging)]) {
      const error = await errorOf(harness.run(document, rowsOf("a", "b"), { python }));
      expect([error.code, error.params.reason]).toEqual([
        "script-refused",
        detail.startsWith("rule") ? "other-length" : "other-index",
      ]);
      expect(error.params.detail).toContain(detail);
    }
  });

  it("may give nothing for a value: a failed cast, or quarantine where it anonymizes", async (context) => {
    const python = await poolOr(context);
    const cleansed = await harness.run(
      normalized("return values.where(values != 'bad')"),
      rowsOf("good", "bad", null),
      { python },
    );
    expect(values(await cleansed.rows("t"))).toEqual(["good", null]);
    const hidden = await harness.run(
      published("return values.where(values != 'bad').str.upper()"),
      rowsOf("good", "bad", null),
      { python },
    );
    expect(values(await hidden.rows("t"))).toEqual(["GOOD", null]);
    expect((await hidden.quarantine("t")).length).toBe(1);
  });

  it("keeps every type of a column on its way", async (context) => {
    const python = await poolOr(context);
    const given: Readonly<Record<string, string>> = {
      integer: "9223372036854775807",
      "decimal(38,18)": "12345678901234567890.123456789012345678",
      float: "0.1",
      boolean: "true",
      date: "0001-01-01",
      time: "23:59:59.999999",
      timestamp: "2024-02-29 23:59:59.999999",
      "timestamp(tz)": "2024-02-29 20:59:59.999999+00",
      uuid: "6f9619ff-8b86-4011-b42d-00cf4fc964ff",
      json: '{"a": 1}',
      binary: "\\xdead00",
    };
    for (const [type, text] of Object.entries(given)) {
      const document = testDocument([
        {
          name: "t",
          columns: [
            plain("v", type),
            plain("w", type, {
              from: "v",
              normalize: [{ rule: "python-script", with: { script: script("return values") } }],
            }),
          ],
        },
      ]);
      const data = { t: { columns: [{ name: "v", datatype: type }], rows: [[text], [null]] } };
      const run = await harness.run(document, data, { python });
      const rows = await run.rows("t");
      expect(
        rows.map(({ w }) => w),
        type,
      ).toEqual(rows.map(({ v }) => v));
      expect(rows.filter(({ v }) => v !== null).length, type).toBe(1);
    }
  });

  it("makes the same of a hundred thousand values in any order, in chunks", async (context) => {
    const python = await poolOr(context);
    const rows = Array.from({ length: 250_000 }, (_, at) => [String((at * 7919) % 150_000)]);
    const data = (given: readonly string[][]) => ({ t: { columns: ["v"], rows: given } });
    const document = published("return values.str.zfill(8).str[:6]");
    const first = await harness.run(document, data(rows), { python });
    const second = await harness.run(document, data(rows.toReversed()), { python });
    const [a, b] = [values(await first.rows("t")), values(await second.rows("t"))];
    expect(a.length).toBe(250_000);
    expect(a).toEqual(b);
  });

  it("stands on a key's child and its parent alike", async (context) => {
    const python = await poolOr(context);
    const document = testDocument([
      {
        name: "p",
        columns: [
          plain("id", "string", {
            normalize: [{ rule: "python-script", with: { script: script("return values.str.lstrip('0')") } }],
          }),
        ],
        primaryKey: { columns: ["id"], strategy: { rule: "keep", with: { reason: "test" } } },
      },
      {
        name: "c",
        columns: [{ name: "p" }],
        foreignKeys: [{ columns: ["p"], references: { table: "p", columns: ["id"] }, onOrphan: "reject" }],
      },
    ]);
    const run = await harness.run(
      document,
      {
        p: { columns: ["id"], rows: [["007"], ["12"]] },
        c: { columns: ["p"], rows: [["7"], ["0012"], ["5"]] },
      },
      { python },
    );
    expect((await run.rows("c")).map(({ p }) => p)).toEqual(["12", "7"]);
  });
});

describe("a function over the column", () => {
  it("gets all values, sorted, and each row its own result", async (context) => {
    const python = await poolOr(context);
    const document = published(
      "return values.rank(method='min')",
      { scope: "column", returns: "integer" },
      "float",
    );
    const run = await harness.run(document, rowsOf("3.5", "1", null, "1", "10"), { python });
    expect(values(await run.rows("t"))).toEqual(["1", "1", "3", "4", null]);
  });

  it("gives rows of equal values the same results, whatever their order was", async (context) => {
    const python = await poolOr(context);
    const columns = [
      plain("id", "integer"),
      plain("v", "string", {
        normalize: [
          {
            rule: "python-script",
            with: {
              scope: "column",
              script: script("return values + values.groupby(values).cumcount().astype(str)"),
            },
          },
        ],
      }),
    ];
    const document = testDocument([{ name: "t", columns }]);
    const rows = [
      ["1", "a"],
      ["2", "a"],
      ["3", "b"],
      ["4", "a"],
    ];
    const run = (given: string[][]) =>
      harness.run(document, { t: { columns: ["id", "v"], rows: given } }, { python });
    const [first, second] = [await run(rows), await run(rows.toReversed())];
    expect(await first.rows("t")).toEqual(await second.rows("t"));
    expect(values(await first.rows("t"))).toEqual(["a0", "a1", "a2", "b0"]);
  });
});

const wrong: readonly (readonly [string, string, string, string, number])[] = [
  ["no Series", "return list(values)", "script-refused", "must return a pandas Series, not list", 1],
  ["nothing", "pass", "script-refused", "not NoneType", 1],
  ["a scalar", "return values.sum()", "script-refused", "not str", 1],
  ["a DataFrame", "return values.to_frame()", "script-refused", "not DataFrame", 1],
  ["a shorter one", "return values.iloc[:1]", "script-refused", "returned … values for 3", 1],
  [
    "ten times the values",
    "import pandas as pd\n    return pd.concat([values] * 10)",
    "script-refused",
    "returned … values for 3",
    1,
  ],
  ["another order", "return values.sort_values(ascending=False)", "script-refused", "another order", 1],
  ["another index", "return values.rename(lambda n: n + 1)", "script-refused", "another index", 1],
  [
    "mixed types",
    "return values.astype(object).where(values != 'b', 7)",
    "script-refused",
    "different types (int, str)",
    1,
  ],
  ["lists", "return values.apply(list)", "script-refused", "column v holds list", 1],
  ["an exception", "x = 1\n    raise ValueError('секрет')", "script-failed", "ValueError", 3],
  ["a syntax error", "return (", "script-failed", "SyntaxError", 2],
  [
    "chance",
    "import os\n    return values + os.urandom(4).hex()",
    "script-refused",
    "returned different ones",
    1,
  ],
  [
    "what depends on its neighbours",
    "return values + str(len(values))",
    "script-refused",
    "declare it a rule of the whole column",
    1,
  ],
];

describe("a function in bad shape is refused with its column and line", () => {
  it.for(wrong)("%s", async ([what, body, code, detail, line], context) => {
    const python = await poolOr(context);
    // The first of them on either stage; what is refused is the same.
    const stages = [["cleanse", normalized(body)] as const, ["anonymize", published(body)] as const];
    for (const [stage, document] of what === "no Series" ? stages : stages.slice(0, 1)) {
      const error = await errorOf(harness.run(document, rowsOf("a", "b", "c", null), { python }));
      expect([error.code, error.place]).toEqual([code, { stage, table: "t", column: "v", line }]);
      expect(String(error.params.detail)).toContain(detail);
      expect(error.message).toContain("t.v");
      expect(error.message).toContain(String(line));
      expect(error.message).not.toContain("секрет");
    }
  });

  it("another function's name", async (context) => {
    const python = await poolOr(context);
    const document = testDocument([
      {
        name: "t",
        columns: [
          plain("v", "string", {
            normalize: [{ rule: "python-script", with: { script: "def f(x): return x\n" } }],
          }),
        ],
      },
    ]);
    const error = await errorOf(harness.run(document, rowsOf("a"), { python }));
    expect(String(error.params.detail)).toContain("defines no function rule(values)");
  });

  it("a promise of uniqueness that the data breaks", async (context) => {
    const python = await poolOr(context);
    const error = await errorOf(
      harness.run(published("return values.str[:1]", { unique: true }), rowsOf("aa", "ab"), { python }),
    );
    expect(error.code).toBe("declared-not-unique");
  });
});
