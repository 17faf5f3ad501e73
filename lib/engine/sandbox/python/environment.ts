import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { AppError } from "#lib/kernel";

/** A Python with the packages that scripts may use. */
export interface PythonEnvironment {
  readonly python: string;
  /** Folders that it is made of, besides the system's own. */
  readonly folders: readonly string[];
  /** The folder of packages that a module declares, one of them. */
  readonly packages?: string;
}

const run = promisify(execFile);
const installSeconds = 900;

/** Where the runner lies when a bundler has moved this file: every process runs in the project's root. */
export const pythonFolder = (): string => {
  const beside = import.meta.dirname ? path.join(import.meta.dirname, "..", "..", "python") : "";
  return beside !== "" && existsSync(beside)
    ? beside
    : path.join(/* turbopackIgnore: true */ process.cwd(), "lib", "engine", "python");
};

/** What an interpreter outside of `/usr` needs of its own installation. */
export async function environmentOf(python: string): Promise<PythonEnvironment> {
  const script = "import sys; print(sys.prefix); print(sys.base_prefix)";
  const { stdout } = await run(python, ["-I", "-c", script]).catch((cause: unknown) => {
    throw new AppError("python-missing", { detail: path.basename(python) }, { cause });
  });
  const prefixes = await Promise.all(
    stdout
      .trim()
      .split("\n")
      .map((folder) => realpath(folder)),
  );
  const folders = [...new Set(prefixes)].filter((folder) => folder !== "/usr" && !folder.startsWith("/usr/"));
  return { python, folders };
}

const making = new Map<string, Promise<PythonEnvironment>>();

/** What is being done for an environment that is not there yet: an interpreter of its own, then its libraries. */
export type EnvironmentStep = "interpreter" | "libraries";
const steps = new Map<string, EnvironmentStep>();

/** How far this process is with the environment of a folder; nothing where it makes none. */
export const environmentStep = (folder: string): EnvironmentStep | undefined => steps.get(folder);

/**
 * The project's virtual environment, made on first need with exactly the pinned packages.
 * @param folder where it is kept; another set of packages is another folder below it
 * @throws AppError `python-missing` where there is no Python, or its packages could not be installed
 */
export function pythonEnvironment(folder: string): Promise<PythonEnvironment> {
  const known = making.get(folder);
  if (known) return known;
  const made = make(folder)
    .catch((error: unknown) => {
      making.delete(folder);
      throw error;
    })
    .finally(() => steps.delete(folder));
  making.set(folder, made);
  return made;
}

async function make(root: string): Promise<PythonEnvironment> {
  const requirements = path.join(pythonFolder(), "requirements.txt");
  const wanted = createHash("sha256")
    .update(await readFile(requirements))
    .digest("hex")
    .slice(0, 16);
  const folder = path.join(root, wanted);
  const python = path.join(folder, "bin", "python");
  if (!existsSync(path.join(folder, "complete"))) {
    await mkdir(root, { recursive: true });
    await rm(folder, { recursive: true, force: true });
    // A virtual environment names its own place, so it is made there; `complete` is written last.
    const failed = (detail: string) => (cause: unknown) => {
      throw new AppError("python-missing", { detail }, { cause });
    };
    steps.set(root, "interpreter");
    await run("python3", ["-m", "venv", folder]).catch(failed("python3 -m venv"));
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"];
    steps.set(root, "libraries");
    await run(python, [...pip, "-r", requirements], { timeout: installSeconds * 1000 }).catch(
      failed("pip install"),
    );
    await writeFile(path.join(folder, "complete.part"), wanted);
    await rename(path.join(folder, "complete.part"), path.join(folder, "complete"));
  }
  return environmentOf(python);
}
