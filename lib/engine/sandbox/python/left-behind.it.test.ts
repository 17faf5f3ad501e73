import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, it, type TestContext, vi } from "vitest";
import { pythonOr } from "#lib/testing";
import { environmentOf } from "./environment.ts";
import { hasJail } from "./jail.ts";
import { pythonPool } from "./python-pool.ts";
import { ended, familyOf, withHome } from "./watch.ts";

/** A process that is killed while its script runs: nothing of the sandbox goes on, and its folder goes with the next start. */

vi.setConfig({ testTimeout: 120_000 });

const limits = { seconds: 90, memoryBytes: 600e6, diskBytes: 100e6, outputBytes: 1e6, processes: 32 };
// One process in the script's own session, and one in another.
const script = `
import os, time
def extract(source):
    if os.fork() == 0:
        os.setsid()
        time.sleep(600)
    if os.fork() == 0:
        time.sleep(600)
    print("at work")
    time.sleep(600)
`;

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "etlx-left-behind-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const beside = (file: string) => JSON.stringify(pathToFileURL(path.join(import.meta.dirname, file)).href);

/** A worker of its own, as far as its sandbox goes. */
async function startHolder(root: string, python: string, isJailed: boolean): Promise<ChildProcess> {
  const program = `
    import { environmentOf } from ${beside("environment.ts")};
    import { pythonPool } from ${beside("python-pool.ts")};
    import { runPythonScript } from ${beside("run-python.ts")};
    const limits = ${JSON.stringify(limits)};
    const pool = pythonPool({
      environment: () => environmentOf(${JSON.stringify(python)}),
      root: ${JSON.stringify(root)},
      limits,
      jail: async () => ${isJailed},
      policy: async () => ({ allowUnsandboxed: true }),
    });
    await runPythonScript({
      pool, limits, kind: "extract", place: { stage: "extract", table: "t" }, script: ${JSON.stringify(script)},
      now: new Date(), signal: new AbortController().signal, onOutput: (text) => process.stdout.write(text),
    });`;
  const holder = spawn(process.execPath, ["--input-type=module", "-e", program], {
    env: { PATH: process.env.PATH, NODE_ENV: "test" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(holder.stdout, "data");
  return holder;
}

async function killedOne(context: TestContext, isJailed: boolean) {
  const python = pythonOr(context, "ETLX_TEST_PYTHON");
  if (isJailed && !(await hasJail())) context.skip("no sandbox (bubblewrap)");
  const root = await mkdtemp(path.join(folder, "root-"));
  const holder = await startHolder(root, python, isJailed);
  const family = await familyOf(holder.pid ?? 0);
  // That of the script, and of the process that waits for the next one.
  const scratches = (await readdir(root)).map((name) => path.join(root, name));
  holder.kill("SIGKILL");
  await once(holder, "exit");
  const left = async () => (await Promise.all(scratches.map(withHome))).flat();
  return { python, root, family, left };
}

const alive = async (pids: readonly number[]): Promise<readonly number[]> => {
  await ended(pids, 10_000);
  const found = await Promise.all(
    pids.map(async (pid) => ((await familyOf(pid)).includes(pid) ? [pid] : [])),
  );
  return found.flat();
};

it("a sandbox ends with the worker that made it, with all that is in it", async (context) => {
  const { family, root, python } = await killedOne(context, true);
  // The worker, the sandbox's own, the script and its two; those that wait for the next script too.
  expect(family.length).toBeGreaterThan(4);
  expect(await alive(family)).toEqual([]);
  expect(await readdir(root)).not.toEqual([]);
  const next = pythonPool({ environment: () => environmentOf(python), root, limits });
  await expect.poll(() => readdir(root)).toEqual([]);
  await next.close();
});

it("without a sandbox the script ends with its worker, and what it has started with the next one", async (context) => {
  const { family, root, left, python } = await killedOne(context, false);
  expect(family.length).toBeGreaterThan(3);
  // The script itself ends with its parent; the two that it has started do not.
  await expect.poll(async () => (await left()).length, { timeout: 10_000 }).toBe(2);
  const going = await left();
  const next = pythonPool({ environment: () => environmentOf(python), root, limits });
  await expect.poll(() => readdir(root), { timeout: 20_000 }).toEqual([]);
  await next.close();
  expect(await alive([...family, ...going])).toEqual([]);
});

it("what others use, and what lies there for other reasons, stays", async (context) => {
  const python = pythonOr(context, "ETLX_TEST_PYTHON");
  if (!(await hasJail())) context.skip("no sandbox (bubblewrap)");
  const root = await mkdtemp(path.join(folder, "root-"));
  const others = ["python-00000000-1-1-abcdef", "4f9c2a1e-0000-4000-8000-000000000000", "preview-1-abcdef"];
  for (const other of others) await mkdir(path.join(root, other));
  const options = { environment: () => environmentOf(python), root, limits };
  const first = pythonPool(options);
  const ready = await first.take();
  await ready.process.ready;
  const second = pythonPool(options);
  await (await second.take()).end();
  expect(await readdir(root)).toEqual(expect.arrayContaining([...others, path.basename(ready.scratch)]));
  await ready.end();
  await first.close();
  await second.close();
  expect((await readdir(root)).toSorted()).toEqual(others.toSorted());
});
