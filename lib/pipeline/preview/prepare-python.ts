import { setTimeout as pause } from "node:timers/promises";
import type { PythonPolicy, PythonProgress } from "#lib/contracts";
import {
  assertAllowed,
  environmentStep,
  hasJail,
  lockedEnvironment,
  lockKey,
  pythonEnvironment,
} from "#lib/engine/server";
import { AppError, newId, systemClock, type Text } from "#lib/kernel";
import type { PythonNeed } from "./python-need.ts";

/** What makes the places that scripts run in, and says whether there is a sandbox. */
export interface PythonMakers {
  readonly hasJail: typeof hasJail;
  readonly environment: typeof pythonEnvironment;
  readonly packages: typeof lockedEnvironment;
}

export interface PythonPreparation {
  /**
   * Answers when scripts can run, soon. What takes longer goes on by itself, whoever asks meanwhile.
   * @param waitedFor the preparation that was waited for: its failure is told, where anybody else's attempt begins anew
   * @throws AppError `python-preparing` (which names the preparation), `python-sandbox-missing`, `package-not-allowed`,
   * `python-missing`, and what {@link lockedEnvironment} says
   */
  ready(need: PythonNeed, policy: PythonPolicy, waitedFor?: string): Promise<void>;
  /** How far a preparation is; nothing when it is over, one way or the other. */
  progress(id: string): PythonProgress | undefined;
}

interface Work extends PythonNeed {
  readonly id: string;
  readonly since: Date;
  readonly over: Promise<void>;
  isInPackages: boolean;
  failure?: { readonly error: unknown };
}

/** What is there already is looked at within this time, on a busy machine too. */
const graceMilliseconds = 1500;

const makersHere: PythonMakers = { hasJail, environment: pythonEnvironment, packages: lockedEnvironment };

const stepWords: Readonly<Record<PythonProgress["step"], Text>> = {
  interpreter: { en: "an interpreter of its own", ru: "создаётся отдельный интерпретатор" },
  libraries: { en: "its libraries are installed", ru: "устанавливаются библиотеки" },
  packages: { en: "the module's packages are installed", ru: "устанавливаются пакеты модуля" },
};

/**
 * Makes what the scripts of looks run in, where it is not there yet. It takes the network and a process's environment, which
 * the children that look at data have not, and longer than a request may. A draft is nobody's decision but its author's:
 * nothing of it is fetched before the administrator's policy has been asked.
 */
export function pythonPreparation(
  folder: string,
  { makers = makersHere, grace = graceMilliseconds }: { makers?: PythonMakers; grace?: number } = {},
): PythonPreparation {
  const works = new Map<string, Work>();

  const make = async (work: Work): Promise<void> => {
    const base = await makers.environment(folder);
    work.isInPackages = true;
    if (work.lock) await makers.packages(folder, base, work.lock);
  };
  const begin = (key: string, { lock }: PythonNeed): Work => {
    const { promise: over, resolve: end } = Promise.withResolvers<void>();
    const work: Work = {
      id: newId(),
      since: systemClock.now(),
      over,
      isInPackages: false,
      ...(lock ? { lock } : {}),
    };
    works.set(key, work);
    make(work)
      .then(
        () => works.delete(key),
        (error: unknown) => {
          work.failure = { error };
        },
      )
      .finally(end);
    return work;
  };
  const progressOf = ({ isInPackages, lock, since }: Work): PythonProgress => ({
    step: isInPackages ? "packages" : (environmentStep(folder) ?? "interpreter"),
    packages: lock?.packages.length ?? 0,
    since: since.toISOString(),
    seconds: Math.max(0, Math.round((systemClock.now().getTime() - since.getTime()) / 1000)),
  });

  return {
    ready: async (need, policy, waitedFor) => {
      if (!policy.allowUnsandboxed && !(await makers.hasJail())) throw new AppError("python-sandbox-missing");
      if (need.lock) assertAllowed(need.lock.packages, policy.allowedPackages);
      const key = need.lock ? lockKey(need.lock) : "";
      const known = works.get(key);
      const isRetried = known?.failure !== undefined && known.id !== waitedFor;
      const work = known && !isRetried ? known : begin(key, need);
      const isOver = await within(work.over, grace);
      if (work.failure) throw work.failure.error;
      if (isOver) return;
      const progress = progressOf(work);
      throw new AppError("python-preparing", {
        preparation: work.id,
        ...progress,
        ...stepWords[progress.step],
      });
    },
    progress: (id) => {
      const work = [...works.values()].find((one) => one.id === id);
      return work && !work.failure ? progressOf(work) : undefined;
    },
  };
}

/** Whether something is over in time. */
async function within(over: Promise<void>, milliseconds: number): Promise<boolean> {
  const timer = new AbortController();
  const late = pause(milliseconds, false, { signal: timer.signal, ref: false }).catch(() => false);
  return Promise.race([over.then(() => true), late]).finally(() => timer.abort());
}
