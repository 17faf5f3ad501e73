import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, type TestContext, test, vi } from "vitest";
import { type Preview, type PythonPolicy, sampleSchema } from "#lib/contracts";
import { environmentOf, hasJail, lockPackages } from "#lib/engine/server";
import { AppError } from "#lib/kernel";
import {
  linkPythonEnvironment,
  plain,
  pythonOr,
  startPackageRegistry,
  type TestPackages,
  testDocument,
} from "#lib/testing";
import { type PythonPreparation, pythonPreparation } from "../python/prepare-python.ts";
import { type PreviewPool, previewLimits, previewPool } from "./preview-pool.ts";
import type { PreviewRequest } from "./preview-request.ts";

/** Previews of scripts in Python, in the child processes that the web asks: the first of them, and those after it. */

vi.setConfig({ testTimeout: 360_000, hookTimeout: 120_000 });

let root: string;
let csv: string;
let registry: TestPackages;
let previews: PreviewPool | undefined;
let python: PythonPreparation;
let policy: PythonPolicy = { allowUnsandboxed: false };
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "etlx-preview-python-"));
  csv = path.join(root, "visits.csv");
  await writeFile(csv, "id,city\n1,Москва\n2,Казань\n");
  registry = await startPackageRegistry();
  vi.stubEnv("PIP_INDEX_URL", registry.index);
  vi.stubEnv("PIP_EXTRA_INDEX_URL", "");
  await registry.wheel("etlxone", "1.0", "", "def twice(x): return x * 2\n");
});
afterEach(async () => {
  await previews?.close();
  previews = undefined;
  registry.delay = 0;
  policy = { allowUnsandboxed: false };
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await registry.close();
  await rm(root, { recursive: true, force: true });
});

const folderOf = () => path.join(root, "python");
async function poolOr(context: TestContext): Promise<PreviewPool> {
  const installed = pythonOr(context, "ETLX_TEST_PYTHON");
  if (!(await hasJail())) context.skip("no sandbox (bubblewrap)");
  if ((await readdir(folderOf()).catch(() => [])).length === 0)
    await linkPythonEnvironment(installed, folderOf());
  python = pythonPreparation(folderOf());
  previews = previewPool({
    root: path.join(root, "staging"),
    tools: { network: { privateHosts: "all" } },
    python,
    uploadPath: async () => Promise.reject(new AppError("not-found", { what: "upload", name: "" })),
    pythonPolicy: async () => policy,
    size: 1,
    limits: { ...previewLimits, seconds: 240 },
  });
  return previews;
}

const request = (script: string, more: object = {}): PreviewRequest => ({
  document: {
    ...testDocument([
      {
        name: "visits",
        extraction: { language: "sql", source: "rows", script: "select * from visits" },
        transformation: { language: "python", script },
        columns: [plain("id", "integer"), plain("made", "string")],
      },
    ]),
    ...more,
  },
  values: [],
  table: "visits",
  stage: "transform",
  compare: "stage",
  sight: "raw",
  sample: sampleSchema.parse({ kind: "first" }),
  offset: 0,
  limit: 10,
});
const sources = () => [
  { name: "rows", kind: "files", config: { files: [{ table: "visits", path: csv, format: "csv" }] } },
];

const upper =
  "def transform(df):\n    print('seen', len(df))\n    df['made'] = df['city'].str.upper()\n    return df[['id', 'made']]\n";
const doubled =
  "import etlxone\ndef transform(df):\n    df['made'] = etlxone.twice(df['city'])\n    return df[['id', 'made']]\n";
const errorOf = (work: Promise<unknown>): Promise<AppError> =>
  work.then(
    () => expect.fail("an AppError was expected"),
    (error: unknown) => {
      if (error instanceof AppError) return error;
      throw error;
    },
  );
/** Looks as the browser does: again once Python is there. On a busy machine a look at what is there takes its time too. */
async function look(pool: PreviewPool, asked: PreviewRequest, waitedFor?: string): Promise<Preview> {
  try {
    return await pool.preview("anna", asked, sources(), waitedFor);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "python-preparing") throw error;
    const id = String(error.params.preparation);
    await expect.poll(() => python.progress(id), { timeout: 60_000 }).toBeUndefined();
    return look(pool, asked, id);
  }
}
const madeOf = async (work: Promise<Preview>) => (await work).rows.map(({ after }) => after[1]);

test("a first preview runs the script, the next one finds the rows and what was printed, and a changed script runs anew", async (context) => {
  const pool = await poolOr(context);
  const first = await look(pool, request(upper));
  expect(first.rows.map(({ after }) => after)).toEqual([
    ["1", "МОСКВА"],
    ["2", "КАЗАНЬ"],
  ]);
  expect([first.stage, first.warm]).toEqual(["transform", false]);
  expect((await pool.outputs("anna")).map(({ text }) => text)).toEqual(["seen 2\n"]);
  const again = await look(pool, request(upper));
  expect([again.warm, again.rows]).toEqual([true, first.rows]);
  const lower = request(upper.replace("upper()", "lower()"));
  expect(await madeOf(look(pool, lower))).toEqual(["москва", "казань"]);
});

test("a script that fails says its line, and the next one runs in the same child", async (context) => {
  const pool = await poolOr(context);
  const wrong = request("def transform(df):\n    return df['nowhere']\n");
  const failed = await errorOf(look(pool, wrong));
  expect([failed.code, failed.params.detail, failed.place.line]).toEqual(["script-failed", "KeyError", 2]);
  const nothing = request("def transform(df):\n    return 7\n");
  const refused = await errorOf(look(pool, nothing));
  expect([refused.code, refused.params.reason, refused.place]).toEqual([
    "script-refused",
    "no-frame",
    { stage: "transform", table: "visits", line: 1 },
  ]);
  expect(refused.params.detailRu).toContain("DataFrame из pandas");
  expect(await madeOf(look(pool, request(upper)))).toEqual(["МОСКВА", "КАЗАНЬ"]);
});

async function locked(context: TestContext) {
  const base = await environmentOf(pythonOr(context, "ETLX_TEST_PYTHON"));
  const packages = [{ name: "etlxone" }];
  return { packages, packageLock: await lockPackages(base, packages) };
}

test("packages of a draft that come slowly are not waited for: the look is told how far they are, and works when they are there", async (context) => {
  const pool = await poolOr(context);
  const declared = await locked(context);
  registry.delay = 2000;
  const began = performance.now();
  const told = await errorOf(pool.preview("anna", request(doubled, declared), sources()));
  expect(told.code).toBe("python-preparing");
  expect(performance.now() - began).toBeLessThan(30_000);
  const id = String(told.params.preparation);
  expect(python.progress(id)).toMatchObject({ packages: 1, since: told.params.since });
  // A look that needs no such package does not wait for it.
  expect(await madeOf(look(pool, request(upper)))).toEqual(["МОСКВА", "КАЗАНЬ"]);
  await expect.poll(() => python.progress(id), { timeout: 60_000 }).toBeUndefined();
  const made = await madeOf(pool.preview("anna", request(doubled, declared), sources(), id));
  expect(made).toEqual(["МоскваМосква", "КазаньКазань"]);
});

test("a failed installation is told with its reason, and tried again by who asks again", async (context) => {
  const pool = await poolOr(context);
  const declared = await locked(context);
  const broken = declared.packageLock.packages.map((one) => ({ ...one, sha256: "0".repeat(64) }));
  const wrong = { ...declared, packageLock: { ...declared.packageLock, packages: broken } };
  registry.delay = 2000;
  const told = await errorOf(pool.preview("anna", request(doubled, wrong), sources()));
  const id = String(told.params.preparation);
  await expect.poll(() => python.progress(id), { timeout: 60_000 }).toBeUndefined();
  const failed = await errorOf(pool.preview("anna", request(doubled, wrong), sources(), id));
  expect(failed.code).toBe("package-changed");
  const anew = await errorOf(pool.preview("anna", request(doubled, wrong), sources()));
  expect(anew.code).toBe("python-preparing");
  expect(anew.params.preparation).not.toBe(id);
});

test("nothing of a draft's lock is installed that the administrator does not allow", async (context) => {
  const pool = await poolOr(context);
  const declared = await locked(context);
  await rm(folderOf(), { recursive: true, force: true });
  policy = { allowUnsandboxed: false, allowedPackages: ["pandas"] };
  const refused = await errorOf(pool.preview("anna", request(doubled, declared), sources()));
  expect([refused.code, refused.params.name]).toEqual(["package-not-allowed", "etlxone"]);
  await expect(readdir(folderOf())).rejects.toThrow("ENOENT");
});
