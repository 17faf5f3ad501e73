import { mkdtemp, readdir, readlink, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { sampleSchema } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { plain, testDocument } from "#lib/testing";
import { type PreviewPool, previewLimits, previewPool } from "./preview-pool.ts";
import type { PreviewRequest } from "./preview-request.ts";

// A busy machine takes minutes for what takes seconds.
vi.setConfig({ testTimeout: 360_000 });

let root: string;
let csv: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "etlx-preview-pool-"));
  csv = path.join(root, "people.csv");
  await writeFile(csv, "id,name\n1, Anna \n2,Boris\nx,Clara\n");
});
afterAll(() => rm(root, { recursive: true, force: true }));

const pool = (more: Partial<Parameters<typeof previewPool>[0]> = {}): PreviewPool =>
  previewPool({
    root: path.join(root, "staging"),
    tools: { network: { privateHosts: "all" } },
    uploadPath: async () => Promise.reject(new AppError("not-found", { what: "upload", name: "" })),
    size: 1,
    limits: { ...previewLimits, seconds: 240 },
    ...more,
  });

const document = testDocument([
  {
    name: "people",
    extraction: undefined,
    columns: [plain("id", "integer"), plain("name", "string", { normalize: [{ rule: "trim" }] })],
  },
]);
const request = (script: string, more: Partial<PreviewRequest> = {}): PreviewRequest => ({
  values: [],
  document: {
    ...document,
    tables: document.tables.map((table) => ({
      ...table,
      extraction: { language: "sql", source: "rows", script },
    })),
  },
  table: "people",
  stage: "cleanse",
  compare: "stage",
  sight: "raw",
  sample: sampleSchema.parse({ kind: "first" }),
  offset: 0,
  limit: 10,
  ...more,
});
const sources = () => [
  { name: "rows", kind: "files", config: { files: [{ table: "people", path: csv, format: "csv" }] } },
];

test("a child keeps the rows it read for whoever looked, until it is closed", async () => {
  const previews = pool();
  try {
    const first = await previews.preview("anna module", request("select * from people"), sources());
    expect(first.rows.map(({ after }) => after[1])).toEqual(["Anna", "Boris", "Clara"]);
    expect(first.rows.map(({ fate }) => fate)).toEqual(["kept", "kept", "rejected"]);
    expect(first.warm).toBe(false);
    const again = previews.preview("anna module", request("select * from people"), sources());
    const other = previews.preview("boris module", request("select * from people"), sources());
    expect([(await again).warm, (await other).warm]).toEqual([true, false]);
  } finally {
    await previews.close();
  }
  expect(await readdir(path.join(root, "staging"))).toEqual([]);
});

/** Processes at work in the test's folder, those whose folder is gone too. */
async function workingIn(folder: string): Promise<readonly string[]> {
  const all = (await readdir("/proc").catch(() => [])).filter((name) => /^[0-9]+$/.test(name));
  const places = await Promise.all(all.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => "")));
  return all.filter((_, at) => places[at]?.startsWith(folder));
}

test("a child that is past its time is killed and replaced, with the process that ran its script", async () => {
  // Only the endless script is held to a short time: on a busy machine a new child may take as long to start.
  let seconds = 15;
  const limits = {
    ...previewLimits,
    get seconds() {
      return seconds;
    },
  };
  const previews = pool({ limits });
  const endless =
    "select count(*) as id, 'x' as name from range(1000000000) a, range(1000) b where a.range * b.range = -1";
  try {
    const slow = await previews.preview("anna module", request(endless), sources()).catch((error) => error);
    expect(slow).toBeInstanceOf(AppError);
    expect([slow.code, slow.params.resource]).toEqual(["sandbox-limit", "time"]);
    seconds = 240;
    const next = await previews.preview("anna module", request("select * from people"), sources());
    expect(next.rows).toHaveLength(3);
  } finally {
    await previews.close();
  }
  await expect.poll(() => workingIn(root), { timeout: 60_000 }).toEqual([]);
});

test("what a script refuses shows no value, and leaves the child at work", async () => {
  const previews = pool();
  try {
    const refused = await previews
      .preview("anna module", request("select id::integer as id, name from people"), sources())
      .catch((error) => error);
    expect(refused).toBeInstanceOf(AppError);
    expect(JSON.stringify(refused.toData())).not.toMatch(/Anna|Clara/);
    const next = await previews.preview("anna module", request("select * from people"), sources());
    expect(next.rows).toHaveLength(3);
  } finally {
    await previews.close();
  }
});

test("whatever needs Python is told that it is made ready, with what was waited for, and no child starts", async () => {
  const asked: (string | undefined)[] = [];
  const python = {
    folder: "/nowhere",
    ready: async (_need: object, _policy: object, waitedFor?: string) => {
      asked.push(waitedFor);
      throw new AppError("python-preparing", { preparation: "one", since: "", en: "", ru: "" });
    },
  };
  const previews = pool({ python });
  const plainRequest = request("select * from people", { stage: "transform" });
  const scripted = {
    ...plainRequest,
    document: {
      ...document,
      tables: document.tables.map((table) => ({
        ...table,
        extraction: { language: "sql", source: "rows", script: "select * from people" },
        transformation: { language: "python", script: "def transform(df):\n    return df\n" },
      })),
    },
  };
  const search = { label: "people.name", normalize: [], method: "fingerprint" as const, radius: 1 };
  const looks = [
    previews.preview("anna", scripted, sources(), "a"),
    previews.profile("anna", scripted, sources(), "b"),
    previews.clusters("anna", { ...scripted, column: "name", search }, sources(), "c"),
  ];
  const codes = await Promise.all(looks.map((look) => look.catch(({ code }: AppError) => code)));
  expect(codes).toEqual(["python-preparing", "python-preparing", "python-preparing"]);
  expect(asked.toSorted()).toEqual(["a", "b", "c"]);
  await previews.close();
  expect(await readdir(path.join(root, "staging"))).toEqual([]);
});
