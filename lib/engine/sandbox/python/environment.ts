import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, realpath, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { AppError } from "#lib/kernel";
import { oneAtATime } from "./one-at-a-time.ts";
import { pipError } from "./pip-error.ts";
import { pipOptions } from "./pip-options.ts";

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
 * @throws AppError `python-missing` where there is no Python or its packages could not be installed, `python-libraries-missing`,
 * `package-registry-unreachable`, `disk-full`
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

const noSuchPackage = new Set(["package-missing", "package-version-missing", "package-without-wheel"]);

/** Why its own packages could not be installed: where nobody but the machine can help, it is Python that is missing. */
async function notInstalled(python: string, root: string, cause: unknown): Promise<AppError> {
  const told = await pipError({ python, folders: [] }, [], cause, root);
  // Nobody declared them: it is where they are looked for that is wrong.
  if (noSuchPackage.has(told.code))
    return new AppError("python-libraries-missing", { name: String(told.params.name) }, { cause });
  const isOutside = told.code === "package-registry-unreachable" || told.code === "disk-full";
  return isOutside ? told : new AppError("python-missing", { detail: "pip install" }, { cause });
}

async function make(root: string): Promise<PythonEnvironment> {
  const requirements = path.join(pythonFolder(), "requirements.txt");
  const wanted = createHash("sha256")
    .update(await readFile(requirements))
    .digest("hex")
    .slice(0, 16);
  const folder = path.join(root, wanted);
  const isThere = () => existsSync(path.join(folder, "complete"));
  // The web and a worker may both come to need it first, and it is made in its own place.
  if (!isThere())
    await oneAtATime(`${folder}.making`, async () => {
      if (!isThere()) await install(root, folder, requirements);
    });
  return environmentOf(path.join(folder, "bin", "python"));
}

async function install(root: string, folder: string, requirements: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  steps.set(root, "interpreter");
  // A virtual environment names its own place, so it is made there; `complete` is written last.
  await run("python3", ["-m", "venv", folder]).catch((cause: unknown) => {
    throw new AppError("python-missing", { detail: "python3 -m venv" }, { cause });
  });
  steps.set(root, "libraries");
  const python = path.join(folder, "bin", "python");
  // So much is fetched that one failed connection is no reason to begin anew.
  const pip = [...pipOptions, "--retries", "5", "install", "--quiet", "--only-binary", ":all:"];
  const options = { timeout: installSeconds * 1000 };
  await run(python, [...pip, "--requirement", requirements], options).catch(async (error: unknown) => {
    throw await notInstalled(python, root, error);
  });
  await writeFile(path.join(folder, "complete"), path.basename(folder));
}
