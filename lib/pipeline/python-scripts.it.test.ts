import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it, type TestContext } from "vitest";
import type { NewRunEvent } from "#lib/contracts";
import { environmentOf, hasJail, type PythonPool, pythonPool } from "#lib/engine/server";
import { AppError } from "#lib/kernel";
import type { ScriptOutput } from "#lib/pipeline";
import { PipelineHarness, pythonOr, testDocument } from "#lib/testing";
import { pythonLimits } from "./scripts/python-limits.ts";

let folder = "";
let harness: PipelineHarness;
let pool: PythonPool | undefined;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "etlx-python-run-"));
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

const visits = {
  visits: {
    columns: ["id", "city", "amount", "at"],
    rows: [
      ["1", "Москва", "10.5", "2024-02-29"],
      ["2", "Казань", null, "2024-03-01"],
      ["3", "Москва", "4.5", "2024-03-02"],
    ],
  },
  cities: {
    columns: ["city", "region"],
    rows: [
      ["Москва", "Центр"],
      ["Казань", "Поволжье"],
    ],
  },
};

const columns = (...names: readonly (readonly [string, string])[]) =>
  names.map(([name, datatype]) => ({ name, datatype, privacyClass: "insensitive" }));

const documentWith = (transformation: object, own: readonly object[], extra: object = {}) =>
  testDocument([
    { name: "visits", transformation, columns: own, ...extra },
    { name: "cities", columns: columns(["city", "string"], ["region", "string"]) },
  ]);

async function errorOf(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => undefined,
    (e: unknown) => e,
  );
  if (error instanceof AppError) return error;
  throw new Error("an AppError was expected", { cause: error });
}

it("transforms a table with another one, and publishes what pandas made", async (context) => {
  const python = await poolOr(context);
  const script = `
import pandas as pd
def transform(df, cities):
    made = df.merge(cities, on="city", how="left")
    made["amount"] = pd.to_numeric(made["amount"]).fillna(0.0)
    return made.groupby("region", as_index=False)["amount"].sum()
`;
  const document = documentWith(
    { language: "python", script },
    columns(["region", "string"], ["amount", "float"]),
  );
  const run = await harness.run(document, visits, { python });
  expect(run.outcome.kind).toBe("published");
  expect(await run.rows("visits")).toEqual([
    { region: "Поволжье", amount: 0 },
    { region: "Центр", amount: 15 },
  ]);
});

it("publishes nothing that would be another version each time", async (context) => {
  const python = await poolOr(context);
  const script = "import os\ndef transform(df):\n    df['id'] = os.urandom(4).hex()\n    return df\n";
  const own = columns(["id", "string"]);
  const document = documentWith({ language: "python", script }, own);
  const error = await errorOf(harness.run(document, visits, { python }));
  expect([error.code, error.place?.table]).toEqual(["script-refused", "visits"]);
  expect(error.message).toContain("different rows");
  // A trial shows what it makes.
  expect((await harness.run(document, visits, { python, kind: "trial" })).outcome.kind).toBe("trial");
});

it("names the script's line, and a missing column as the document's", async (context) => {
  const python = await poolOr(context);
  const failing = documentWith(
    { language: "python", script: "def transform(df):\n    return df['nowhere']\n" },
    columns(["id", "string"]),
  );
  const error = await errorOf(harness.run(failing, visits, { python }));
  expect([error.code, error.params.detail, error.place]).toEqual([
    "script-failed",
    "KeyError",
    { stage: "transform", table: "visits", line: 2 },
  ]);
});

it("refuses Python where no sandbox was given, and says what to do", async () => {
  const document = documentWith(
    { language: "python", script: "def transform(df):\n    return df\n" },
    columns(["id", "string"]),
  );
  const error = await errorOf(harness.run(document, visits));
  expect(error.code).toBe("python-sandbox-missing");
  expect(error.message).toContain("bubblewrap");
});

it("extracts by a script that asks its source", async (context) => {
  const python = await poolOr(context);
  const script = `
def extract(source):
    for city in ("Москва", "Казань"):
        df = source.query("visits")
        yield df[df["city"] == city][["id", "city"]]
`;
  const document = testDocument([
    {
      name: "visits",
      extraction: { language: "python", source: "rows", script },
      columns: columns(["id", "integer"], ["city", "string"]),
    },
  ]);
  const run = await harness.run(document, visits, { python });
  expect(await run.rows("visits")).toEqual([
    { id: "1", city: "Москва" },
    { id: "2", city: "Казань" },
    { id: "3", city: "Москва" },
  ]);
});

it("refuses to publish more than ten times the rows that an extraction script got of its source", async (context) => {
  const python = await poolOr(context);
  const extracting = (n: number) =>
    testDocument([
      {
        name: "visits",
        extraction: {
          language: "python",
          source: "rows",
          script: `import pandas as pd\ndef extract(source):\n    return pd.concat([source.query("visits")[["id"]]] * ${n})\n`,
        },
        columns: columns(["id", "integer"]),
      },
    ]);
  const ten = await harness.run(extracting(10), visits, { python });
  expect((await ten.rows("visits")).length).toBe(30);
  const error = await errorOf(harness.run(extracting(11), visits, { python }));
  expect([error.code, error.place, error.params]).toEqual([
    "rows-multiplied",
    { stage: "extract", table: "visits" },
    { table: "visits", rows: 3, made: 33, limit: 10 },
  ]);
});

it("keeps what scripts print apart from the log, with their own lines of a traceback", async (context) => {
  const python = await poolOr(context);
  const script = "def transform(df):\n    print('city', df['city'][0])\n    return df\n";
  const own = [
    ...columns(["id", "string"]),
    {
      name: "city",
      datatype: "string",
      privacyClass: "insensitive",
      normalize: [
        {
          rule: "python-script",
          with: { script: "def rule(values):\n    print(sorted(values))\n    raise KeyError(values[0])\n" },
        },
      ],
    },
  ];
  const document = documentWith({ language: "python", script }, own);
  const outputs: ScriptOutput[] = [];
  const events: NewRunEvent[] = [];
  const options = { python, events, scriptOutput: async (one: ScriptOutput) => void outputs.push(one) };
  const error = await errorOf(harness.run(document, visits, options));
  expect(error.place).toEqual({ stage: "cleanse", table: "visits", column: "city", line: 3 });
  expect(outputs.map(({ stage, column, line }) => [stage, column, line])).toEqual([
    ["transform", undefined, undefined],
    ["cleanse", "city", 3],
  ]);
  expect(outputs[0]).toMatchObject({ text: "city Москва\n", trace: "", bytes: 18, isCut: false });
  expect(outputs[1]?.trace).toMatch(/^line 3, in rule\nKeyError: '(Москва|Казань)'$/);
  const log = JSON.stringify([events, error.toData(), error.message]);
  expect(log).not.toMatch(/Москва|Казань/);
  expect(events.filter(({ message }) => message === "script-printed").map(({ params }) => params)).toEqual([
    { place: "visits", bytes: 18 },
  ]);
});

it("refuses to publish more than ten times the rows that a script got, unless the table means them", async (context) => {
  const python = await poolOr(context);
  const times = (n: number) =>
    `import pandas as pd\ndef transform(df):\n    return pd.concat([df] * ${n}, ignore_index=True)\n`;
  const document = (n: number) =>
    documentWith({ language: "python", script: times(n) }, columns(["id", "string"]));
  const told = (
    events: readonly { readonly level: string; readonly message: string; readonly params?: unknown }[],
  ) =>
    events
      .filter(({ message }) => message === "script-multiplied")
      .map(({ level, params }) => [level, params]);
  const ten = await harness.run(document(10), visits, { python });
  expect((await ten.rows("visits")).length).toBe(30);
  expect(told(ten.events)).toEqual([]);
  const params = { table: "visits", rows: 3, made: 33, limit: 10 };
  const error = await errorOf(harness.run(document(11), visits, { python }));
  expect([error.code, error.place, error.params]).toEqual([
    "rows-multiplied",
    { stage: "transform", table: "visits" },
    params,
  ]);
  const trial = await harness.run(document(11), visits, { python, kind: "trial" });
  expect(told(trial.events)).toEqual([["warning", params]]);
  const [table] = document(11).tables;
  if (!table) throw new Error("a table");
  const meant = { ...document(11), tables: [{ ...table, limits: { maxGrowth: 11 } }] };
  expect((await (await harness.run(meant, visits, { python })).rows("visits")).length).toBe(33);
});

it("runs nothing of a module whose packages are not locked", async (context) => {
  const python = await poolOr(context);
  const script = "def transform(df):\n    return df\n";
  const document = documentWith({ language: "python", script }, columns(["id", "string"]));
  const error = await errorOf(
    harness.run({ ...document, packages: [{ name: "rapidfuzz" }] }, visits, { python }),
  );
  expect([error.code, error.params.module]).toEqual(["packages-unlocked", "test"]);
});
