import { z } from "zod";

/** As PyPI takes names (PEP 508); nothing of it is an option of a command. */
const packageName = z
  .string()
  .max(100)
  .regex(/^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/);
const packageVersion = z
  .string()
  .max(60)
  .regex(/^[0-9A-Za-z][0-9A-Za-z.!+_-]*$/);

/** A package that scripts of a module use beside those that are always there. */
export const packageUseSchema = z.strictObject({
  name: packageName,
  /** The newest that fits, where it is absent. */
  version: packageVersion.optional(),
});
export type PackageUse = z.infer<typeof packageUseSchema>;

/** What the packages of a document came to, once: all that is installed for them, by content. */
export const packageLockSchema = z.strictObject({
  at: z.iso.datetime(),
  /** `3.11`, and the platform as Python calls it: wheels are of both. */
  python: z.string().max(20),
  platform: z.string().max(60),
  packages: z
    .array(
      z.strictObject({
        name: packageName,
        version: packageVersion,
        /** SHA-256 of the wheel. */
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
      }),
    )
    .max(300),
});
export type PackageLock = z.infer<typeof packageLockSchema>;

/** One spelling a package: PyPI reads `.`, `_`, `-` and case alike. */
export const canonicalPackage = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/g, "-");

/** Whether a lock is of these packages: every declared one is in it, in the version that was asked for. */
export function isLockOf(lock: PackageLock, packages: readonly PackageUse[]): boolean {
  const locked = new Map(lock.packages.map(({ name, version }) => [canonicalPackage(name), version]));
  return packages.every(({ name, version }) => {
    const found = locked.get(canonicalPackage(name));
    return found !== undefined && (version === undefined || found === version);
  });
}

/** What an administrator has decided about Python. */
export const pythonPolicySchema = z.object({
  /** Names of packages that modules may declare; any of the registry where it is absent. */
  allowedPackages: z.array(packageName).max(1000).optional(),
  /** Whether scripts may run without a sandbox where the machine has none. */
  allowUnsandboxed: z.boolean(),
});
export type PythonPolicy = z.infer<typeof pythonPolicySchema>;

export const pythonStepIds = ["interpreter", "libraries", "packages", "lock"] as const;

/**
 * What is done so that scripts can run: an interpreter, the libraries of every script, the packages of a module; or so that its
 * packages are locked.
 */
export const pythonProgressSchema = z.object({
  step: z.enum(pythonStepIds),
  /** Packages that a module's own come to; those that it declares while that is found out. */
  packages: z.number().int().nonnegative(),
  since: z.iso.datetime(),
  /** How long that is, by the clock of who does it. */
  seconds: z.number().int().nonnegative(),
});
export type PythonProgress = z.infer<typeof pythonProgressSchema>;

/** Declared packages while it is found out what they come to. */
export const packageLockingSchema = z.object({
  preparation: z.uuid(),
  packages: z.array(packageUseSchema),
});
export type PackageLocking = z.infer<typeof packageLockingSchema>;

/** The same as a page is given it. */
export const pythonSettingsSchema = pythonPolicySchema.extend({
  /** Of the machine that answers. */
  hasSandbox: z.boolean(),
  mayChange: z.boolean(),
});
export type PythonSettings = z.infer<typeof pythonSettingsSchema>;
