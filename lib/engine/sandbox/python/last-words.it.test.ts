import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { AppError } from "#lib/kernel";
import { pythonOr } from "#lib/testing";
import { environmentOf } from "./environment.ts";
import { hasJail, type PythonLimits } from "./jail.ts";
import { pythonPool } from "./python-pool.ts";
import { runPythonScript } from "./run-python.ts";

const limits: PythonLimits = {
  seconds: 60,
  memoryBytes: 600e6,
  diskBytes: 100e6,
  outputBytes: 1e6,
  processes: 32,
};

// A thread that has not ended keeps the interpreter from flushing by itself when it is done.
const thread = "threading.Thread(target=time.sleep, args=(60,)).start()";
const cases = [
  [
    "that fails",
    `print("last", end="")\n    print("words", end="", file=sys.stderr)\n    raise ValueError()`,
    "ValueError",
  ],
  [
    "that has put away its streams",
    `print("last", end="")\n    print("words", end="", file=sys.stderr)\n    sys.stdout = sys.stderr = None\n    raise KeyError()`,
    "KeyError",
  ],
  [
    "that returns nothing of use",
    `print("last", end="")\n    print("words", end="", file=sys.stderr)\n    return 7`,
    "line 3: extract must return a pandas DataFrame, not int",
  ],
] as const;

it.for(cases)("the last words of a script %s are kept, half lines too", async ([, body, detail], context) => {
  const python = pythonOr(context, "ETLX_TEST_PYTHON");
  if (!(await hasJail())) context.skip("no sandbox (bubblewrap)");
  const folder = await mkdtemp(path.join(os.tmpdir(), "etlx-last-words-"));
  const pool = pythonPool({ environment: () => environmentOf(python), root: folder, limits });
  let printed = "";
  try {
    const error = await runPythonScript({
      pool,
      kind: "extract",
      place: { stage: "extract", table: "t" },
      script: `import sys, threading, time\n\ndef extract(source):\n    ${thread}\n    ${body}\n`,
      limits,
      now: new Date("2024-02-29T12:00:00Z"),
      onOutput: (text) => {
        printed += text;
      },
      signal: new AbortController().signal,
    }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AppError);
    expect(error instanceof AppError && error.params.detail).toBe(detail);
    expect(printed).toMatch(/^(lastwords|wordslast)$/);
  } finally {
    await pool.close();
    await rm(folder, { recursive: true, force: true });
  }
});
