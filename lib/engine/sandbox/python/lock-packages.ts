import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { canonicalPackage, type PackageLock, type PackageUse } from "#lib/contracts";
import { AppError, systemClock } from "#lib/kernel";
import type { PythonEnvironment } from "./environment.ts";
import { pipError } from "./pip-error.ts";
import { pipOptions } from "./pip-options.ts";

const run = promisify(execFile);
/** A registry that does not answer is told so before anybody has gone for a coffee. */
const resolveSeconds = 120;

const reportSchema = z.object({
  install: z.array(
    z.object({
      download_info: z.object({ archive_info: z.object({ hashes: z.object({ sha256: z.string() }) }) }),
      metadata: z.object({ name: z.string(), version: z.string() }),
    }),
  ),
});

type Platform = Pick<PackageLock, "python" | "platform">;

const platforms = new Map<string, Promise<Platform>>();

/** The Python and the platform that wheels are chosen for; asked once, for every script with packages needs them. */
export function platformOf({ python }: PythonEnvironment): Promise<Platform> {
  const known = platforms.get(python) ?? askPlatform(python);
  platforms.set(python, known);
  known.catch(() => platforms.delete(python));
  return known;
}

async function askPlatform(python: string): Promise<Platform> {
  const script =
    "import sys, sysconfig; print('%d.%d' % sys.version_info[:2]); print(sysconfig.get_platform())";
  const { stdout } = await run(python, ["-I", "-c", script]);
  const [version = "", platform = ""] = stdout.trim().split("\n");
  return { python: version, platform };
}

/** @throws AppError `package-not-allowed` */
export function assertAllowed(
  packages: readonly { readonly name: string }[],
  allowed: readonly string[] | undefined,
): void {
  if (allowed === undefined) return;
  const names = new Set(allowed.map(canonicalPackage));
  const refused = packages.find(({ name }) => !names.has(canonicalPackage(name)));
  if (refused) throw new AppError("package-not-allowed", { name: refused.name });
}

/**
 * Finds out what declared packages come to beside those that are always there, by the registry that pip is configured for.
 * Nothing is installed and nothing of a package runs.
 * @throws AppError `package-missing`, `package-version-missing`, `package-without-wheel`, `packages-conflict`, `package-registry-unreachable`, `packages-failed`, `disk-full`
 */
export async function lockPackages(
  base: PythonEnvironment,
  packages: readonly PackageUse[],
  signal?: AbortSignal,
): Promise<PackageLock> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "etlx-lock-"));
  try {
    const constraints = path.join(folder, "constraints.txt");
    const frozen = await run(base.python, [...pipOptions, "freeze"]);
    await writeFile(constraints, frozen.stdout);
    const wanted = packages.map(({ name, version }) =>
      version === undefined ? name : `${name}==${version}`,
    );
    const options = { maxBuffer: 64e6, timeout: resolveSeconds * 1000, ...(signal ? { signal } : {}) };
    const { stdout } = await run(
      base.python,
      [
        ...pipOptions,
        ...["install", "--quiet", "--dry-run", "--only-binary", ":all:", "--report", "-"],
        ...["--constraint", constraints, "--", ...wanted],
      ],
      options,
    ).catch(async (error: unknown) => {
      throw await pipError(base, packages, error);
    });
    const { install } = reportSchema.parse(JSON.parse(stdout));
    const found = install.map(({ metadata, download_info }) => ({
      name: canonicalPackage(metadata.name),
      version: metadata.version,
      sha256: download_info.archive_info.hashes.sha256,
    }));
    const present = alreadyThere(frozen.stdout, packages).filter(
      ({ name }) => !found.some((one) => one.name === name),
    );
    if (present.length > 0)
      throw new AppError("package-always-there", { name: present.map(({ name }) => name).join(", ") });
    return {
      at: systemClock.now().toISOString(),
      ...(await platformOf(base)),
      packages: found.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Declared packages that every script has anyway: they have no place in a lock. */
function alreadyThere(frozen: string, packages: readonly PackageUse[]): readonly { readonly name: string }[] {
  const names = new Set(frozen.split("\n").map((line) => canonicalPackage(line.split(/==| @ /)[0] ?? "")));
  return packages.map(({ name }) => ({ name: canonicalPackage(name) })).filter(({ name }) => names.has(name));
}
