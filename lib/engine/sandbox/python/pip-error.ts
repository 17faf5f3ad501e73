import { execFile } from "node:child_process";
import os from "node:os";
import { promisify } from "node:util";
import type { PackageUse } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import type { PythonEnvironment } from "./environment.ts";

const run = promisify(execFile);

const textOf = (error: unknown): string =>
  error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);

const isUnreachable = (text: string): boolean =>
  /NewConnectionError|NameResolutionError|Temporary failure in name resolution|ConnectTimeout|ReadTimeout|ProxyError|Max retries exceeded|Connection (refused|reset|aborted)|SSLError/i.test(
    text,
  );

/** Versions of a package, those without a wheel too; undefined where the registry has no such package. */
async function versionsOf(
  { python }: PythonEnvironment,
  name: string,
): Promise<readonly string[] | undefined> {
  const args = ["-I", "-m", "pip", "--disable-pip-version-check", "--no-input", "index", "versions", name];
  const found = await run(python, args, { timeout: 60_000 }).catch(() => undefined);
  return (
    found &&
    (/Available versions: (.*)/.exec(found.stdout)?.[1] ?? "").split(", ").filter((one) => one !== "")
  );
}

/** What pip said, as a sentence that says what to do. Its own words, which name hosts and paths, stay in the cause. @param folder where it installs */
export async function pipError(
  base: PythonEnvironment,
  packages: readonly PackageUse[],
  cause: unknown,
  folder: string = os.tmpdir(),
): Promise<AppError> {
  const text = textOf(cause);
  const timedOut = cause instanceof Error && "killed" in cause && cause.killed === true;
  if (/No space left on device|Disk quota exceeded/i.test(text))
    return new AppError("disk-full", { folder }, { cause });
  // Connections that were tried again are told as well, whatever came of them.
  if (/THESE PACKAGES DO NOT MATCH THE HASHES/i.test(text))
    return new AppError("package-changed", {}, { cause });
  if (timedOut || isUnreachable(text)) return new AppError("package-registry-unreachable", {}, { cause });
  if (/ResolutionImpossible|conflicting dependencies/i.test(text)) {
    const names = [...text.matchAll(/Cannot install (.*?) because/g)].map((one) => one[1]?.slice(0, 200));
    const detail = names[0] ?? packages.map(({ name }) => name).join(", ");
    return new AppError("packages-conflict", { detail }, { cause });
  }
  const missing = /No matching distribution found for ([A-Za-z0-9._-]+)/.exec(text)?.[1];
  if (missing === undefined) return new AppError("packages-failed", {}, { cause });
  const versions = await versionsOf(base, missing);
  if (versions === undefined) return new AppError("package-missing", { name: missing }, { cause });
  const wanted = packages.find(({ name }) => name.toLowerCase() === missing.toLowerCase())?.version;
  if (wanted !== undefined && !versions.includes(wanted)) {
    const shown = versions.slice(0, 5).join(", ");
    return new AppError(
      "package-version-missing",
      { name: missing, version: wanted, versions: shown },
      { cause },
    );
  }
  return new AppError("package-without-wheel", { name: missing }, { cause });
}
