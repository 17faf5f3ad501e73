import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import type { PackageLock } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import type { PythonEnvironment } from "./environment.ts";
import { platformOf } from "./lock-packages.ts";
import { contentOf, isUnchanged, writeManifest } from "./package-manifest.ts";
import { pipError } from "./pip-error.ts";
import { pipOptions } from "./pip-options.ts";

const run = promisify(execFile);
const installSeconds = 900;

/** Names what a lock installs, whenever it was made. */
export const lockKey = ({ python, platform, packages }: PackageLock): string =>
  createHash("sha256")
    .update(JSON.stringify([python, platform, packages]))
    .digest("hex")
    .slice(0, 16);

const folderOf = (root: string, lock: PackageLock): string => path.join(root, `packages-${lockKey(lock)}`);

/** Whether the packages of a lock are there already. */
export const isInstalled = (root: string, lock: PackageLock): boolean => existsSync(folderOf(root, lock));

const making = new Map<string, Promise<PythonEnvironment>>();

/** @throws AppError `lock-of-other-python` also where the packages are there already: they came with another machine's folder */
async function assertSamePython(base: PythonEnvironment, lock: PackageLock): Promise<void> {
  const own = await platformOf(base);
  if (own.python !== lock.python || own.platform !== lock.platform)
    throw new AppError("lock-of-other-python", {
      locked: `Python ${lock.python}, ${lock.platform}`,
      here: `Python ${own.python}, ${own.platform}`,
    });
}

/**
 * The base environment with the packages of a lock beside it, installed on first need: wheels alone, each by its hash.
 * @param mayBeChanged whether scripts can write there: what does not hold what was installed is then installed again
 * @throws AppError `lock-of-other-python`, `package-changed`, `package-registry-unreachable` and what else pip can say
 */
export function lockedEnvironment(
  root: string,
  base: PythonEnvironment,
  lock: PackageLock,
  mayBeChanged = false,
): Promise<PythonEnvironment> {
  const folder = folderOf(root, lock);
  const known = making.get(folder);
  if (known) return known;
  const made = install(folder, base, lock, mayBeChanged).finally(() => making.delete(folder));
  making.set(folder, made);
  return made;
}

async function install(
  folder: string,
  base: PythonEnvironment,
  lock: PackageLock,
  mayBeChanged: boolean,
): Promise<PythonEnvironment> {
  const whole = { ...base, folders: [...base.folders, folder], packages: folder };
  await assertSamePython(base, lock);
  if (existsSync(folder) && (!mayBeChanged || (await isUnchanged(folder)))) {
    // Who is not used for a month is swept.
    await utimes(folder, new Date(), new Date()).catch(() => undefined);
    return whole;
  }
  await mkdir(path.dirname(folder), { recursive: true });
  // Complete or not there: another process may install the same.
  const making = await mkdtemp(`${folder}-`);
  const requirements = path.join(making, "requirements.txt");
  const target = path.join(making, "packages");
  try {
    const lines = lock.packages.map(
      ({ name, version, sha256 }) => `${name}==${version} --hash=sha256:${sha256}`,
    );
    await writeFile(requirements, `${lines.join("\n")}\n`);
    await mkdir(target);
    await run(
      base.python,
      [
        ...pipOptions,
        ...["install", "--quiet", "--require-hashes", "--only-binary", ":all:", "--no-deps"],
        ...["--target", target, "--requirement", requirements],
      ],
      { timeout: installSeconds * 1000, maxBuffer: 64e6 },
    ).catch(async (error: unknown) => {
      throw await pipError(base, lock.packages, error, path.dirname(folder));
    });
    const content = await contentOf(target);
    // Of one that was changed by a script nothing stays.
    if (mayBeChanged) await rename(folder, path.join(making, "changed")).catch(() => undefined);
    await rename(target, folder).then(
      () => writeManifest(folder, content),
      (error: unknown) => {
        if (!existsSync(folder)) throw error;
      },
    );
  } finally {
    await rm(making, { recursive: true, force: true });
  }
  return whole;
}
