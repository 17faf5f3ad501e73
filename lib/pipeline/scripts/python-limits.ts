import { isLockOf, type PythonPolicy } from "#lib/contracts";
import {
  type PythonLimits,
  type PythonNeeds,
  type PythonPool,
  pythonEnvironment,
  pythonPool,
} from "#lib/engine/server";
import { AppError } from "#lib/kernel";
import type { RunContext } from "../run-context.ts";

/** What a Python script may use beside the run's engine; its time is the run's to say. */
export const pythonLimits = (seconds: number): PythonLimits => ({
  seconds,
  memoryBytes: 2e9,
  diskBytes: 64 * 2 ** 30,
  outputBytes: 10e6,
  processes: 64,
});

/** Warm sandboxes with the project's own packages, made on first need below `environment`, and those of modules beside them. */
export const scriptPool = (places: {
  readonly environment: string;
  readonly scratch: string;
  readonly policy?: () => Promise<PythonPolicy>;
  /** Where this process may write less than a run: a limit that is above its own cannot be set. */
  readonly diskBytes?: number;
}): PythonPool =>
  pythonPool({
    environment: () => pythonEnvironment(places.environment),
    root: places.scratch,
    packages: places.environment,
    limits: { ...pythonLimits(3600), ...(places.diskBytes ? { diskBytes: places.diskBytes } : {}) },
    ...(places.policy ? { policy: places.policy } : {}),
  });

/**
 * The sandboxes of a run, with the packages that its module declares.
 * @throws AppError `python-sandbox-missing` where this process was given none, `packages-unlocked`
 */
export function poolOf({ request, state }: RunContext): Pick<PythonPool, "take"> {
  const { python, journal } = request.ports;
  if (!python) throw new AppError("python-sandbox-missing");
  const { packages = [], packageLock: lock, name: module } = request.document;
  if (packages.length > 0 && !(lock && isLockOf(lock, packages)))
    throw new AppError("packages-unlocked", { module });
  const say = (level: "info" | "warning", message: string, params = {}) =>
    journal.emit({ level, kind: "message", message, params });
  const names = packages.map(({ name }) => name).join(", ");
  const needs: PythonNeeds = {
    lock: packages.length > 0 ? lock : undefined,
    onInstall: () => say("info", "python-packages-installing", { packages: names }),
    mayGoUnsandboxed: () => {
      // Allowed after the approval was looked at: the next attempt asks for one that knows it.
      if (request.ports.allowUnsandboxed === false) return false;
      if (!state.unsandboxed) say("warning", "python-unsandboxed");
      state.unsandboxed = true;
      return true;
    },
  };
  return { take: () => python.take(needs) };
}
