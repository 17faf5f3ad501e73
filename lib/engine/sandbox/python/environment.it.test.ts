import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { AppError } from "#lib/kernel";
import { environmentStep, pythonEnvironment } from "./environment.ts";

/** The first need of Python, on machines where it cannot be met: what is said, and that it may be tried again. */

vi.setConfig({ testTimeout: 120_000 });

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "etlx-environment-"));
});
afterEach(() => vi.unstubAllEnvs());
afterAll(() => rm(folder, { recursive: true, force: true }));

const errorOf = (work: Promise<unknown>): Promise<AppError> =>
  work.then(
    () => expect.fail("an AppError was expected"),
    (error: unknown) => {
      if (error instanceof AppError) return error;
      throw error;
    },
  );

/** A machine whose Python makes a virtual environment of which pip says this. */
async function machine(pip: string): Promise<string> {
  const bin = await mkdtemp(path.join(folder, "bin-"));
  const own = `#!/bin/sh\\nsleep 0.3\\necho "${pip}" >&2\\nexit 1\\n`;
  const python3 = `#!/bin/sh\nsleep 0.3\nmkdir -p "$3/bin"\nprintf '${own}' > "$3/bin/python"\nchmod +x "$3/bin/python"\n`;
  await writeFile(path.join(bin, "python3"), python3);
  await chmod(path.join(bin, "python3"), 0o755);
  vi.stubEnv("PATH", `${bin}:${process.env.PATH}`);
  return path.join(bin, "data");
}

it.for([
  ["NewConnectionError: Temporary failure in name resolution", "package-registry-unreachable"],
  ["OSError: No space left on device", "disk-full"],
  ["Retrying after connection broken by ProtocolError(Connection aborted)", "package-registry-unreachable"],
  ["ERROR: No matching distribution found for pandas==2.0", "python-libraries-missing"],
  ["Segmentation fault", "python-missing"],
] as const)("says why its libraries could not be installed: %s", async ([pip, code]) => {
  const root = await machine(pip);
  const made = errorOf(pythonEnvironment(root));
  await expect.poll(() => environmentStep(root), { interval: 10 }).toBe("interpreter");
  await expect.poll(() => environmentStep(root), { interval: 10 }).toBe("libraries");
  const error = await made;
  expect(error.code).toBe(code);
  expect(error.message).not.toContain("NewConnectionError");
  expect(environmentStep(root)).toBeUndefined();
  // Nothing counts as made, and another attempt begins anew.
  const [own = "", ...others] = await readdir(root);
  expect(others).toEqual([]);
  expect(await readdir(path.join(root, own))).not.toContain("complete");
  const again = errorOf(pythonEnvironment(root));
  await expect.poll(() => environmentStep(root), { interval: 10 }).toBe("interpreter");
  expect((await again).code).toBe(code);
});

it("says that there is no Python", async () => {
  const bin = path.join(folder, "none");
  await mkdir(bin);
  vi.stubEnv("PATH", bin);
  const error = await errorOf(pythonEnvironment(path.join(folder, "data")));
  expect([error.code, error.params.detail]).toEqual(["python-missing", "python3 -m venv"]);
});
