import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

const requirements = path.join(import.meta.dirname, "..", "engine", "python", "requirements.txt");

/**
 * Lets a data folder have its environment of Python already, without fetching it: that of the test run, linked file by file.
 * @param python the interpreter that `pythonOr` answers
 * @param root where the product looks for it
 */
export async function linkPythonEnvironment(python: string, root: string): Promise<void> {
  const wanted = createHash("sha256")
    .update(await readFile(requirements))
    .digest("hex")
    .slice(0, 16);
  const folder = path.join(root, wanted);
  const made = path.dirname(path.dirname(python));
  await mkdir(root, { recursive: true });
  // Links take a second; another disk takes copies.
  await run("cp", ["-al", made, folder]).catch(() => run("cp", ["-a", made, folder]));
  await writeFile(path.join(folder, "complete"), wanted);
}
