import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, it, type TestContext } from "vitest";
import { AppError } from "#lib/kernel";
import { pythonOr } from "#lib/testing";
import { environmentOf } from "./environment.ts";
import { hasJail } from "./jail.ts";
import { type PythonPool, pythonPool } from "./python-pool.ts";
import { runPythonScript } from "./run-python.ts";

const limits = { seconds: 20, memoryBytes: 600e6, diskBytes: 100e6, outputBytes: 1e6, processes: 32 };

let folder = "";
let pool: PythonPool | undefined;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "etlx-handed-"));
});
afterAll(async () => {
  await pool?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Runs an upload; what it puts is looked at a while later. */
async function put(context: TestContext, script: string, seen: string[]): Promise<AppError | undefined> {
  const python = pythonOr(context, "ETLX_TEST_PYTHON");
  if (!(await hasJail())) context.skip("no sandbox (bubblewrap)");
  pool ??= pythonPool({ environment: () => environmentOf(python), root: folder, limits });
  try {
    await runPythonScript({
      pool,
      kind: "upload",
      place: { stage: "upload", table: "" },
      script,
      inputs: [{ name: "t", write: (file) => writeFile(file, "nobody reads it") }],
      target: "run_1",
      carryOut: async (_order, file) => {
        await pause(300);
        seen.push(await readFile(file ?? "", "utf8"));
      },
      limits,
      now: new Date(),
      signal: new AbortController().signal,
    });
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

it("hands over files that it cannot change any more, though it holds them open", async (context) => {
  const script = `
import os
def upload(tables, target):
    target.put("first.txt", "as it was put")
    return {}
`;
  // What target.put does, with the file kept open for writing behind the product's back.
  const keeping = `
import json, os, time
def upload(tables, target):
    kept = open('/job/sent-9', 'w')
    kept.write('as it was put')
    kept.flush()
    os.write(4, (json.dumps({'ask': 'put', 'text': 'x', 'file': 'sent-9'}) + '\\n').encode())
    while os.path.exists('/job/sent-9'): time.sleep(0.01)
    for _ in range(50):
        kept.seek(0)
        kept.write('changed since')
        kept.flush()
        time.sleep(0.01)
    os.read(3, 1000)
    return {}
`;
  const linked = keeping.replace(
    "kept = open('/job/sent-9', 'w')",
    "os.symlink('/job/in-0.parquet', '/job/sent-9'); kept = open('/dev/null', 'w')",
  );
  const piped = keeping.replace(
    "kept = open('/job/sent-9', 'w')",
    "os.mkfifo('/job/sent-9'); kept = open('/dev/null', 'w')",
  );
  const seen: string[] = [];
  expect(await put(context, script, seen)).toBeUndefined();
  expect(await put(context, keeping, seen)).toBeUndefined();
  expect(seen).toEqual(["as it was put", "as it was put"]);
  for (const one of [linked, piped])
    expect((await put(context, one, seen))?.params.detail).toBe("its output is no file");
});
