import { existsSync } from "node:fs";
import type { PackageLock, PythonPolicy } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import type { PythonEnvironment } from "./environment.ts";
import { hasJail, jailed, type PythonLimits, unjailed } from "./jail.ts";
import { assertAllowed } from "./lock-packages.ts";
import { isInstalled, lockedEnvironment, lockKey } from "./locked-environment.ts";
import { PythonProcess } from "./python-process.ts";
import { makeScratch, removeScratch, sweepScratch } from "./scratch.ts";

/** A process that has loaded its libraries and waits for a job, with the folder it will work in. */
export interface ReadyPython {
  readonly process: PythonProcess;
  readonly scratch: string;
  /** The same folder as the process sees it. */
  readonly inside: string;
  /** Ends it and removes its folder. */
  end(): Promise<void>;
}

/** What a module's scripts need of their process. */
export interface PythonNeeds {
  /** Of the packages that the module declares. */
  readonly lock?: PackageLock | undefined;
  /** Called before packages are installed, which takes a while. */
  readonly onInstall?: (() => void) | undefined;
  /** Asked where there is no sandbox and the administrator allows to go without; as it is allowed unless given. */
  readonly mayGoUnsandboxed?: (() => boolean) | undefined;
}

export interface PythonPool {
  /** A fresh process; the next one starts meanwhile, so that a small script does not wait for an interpreter. */
  take(needs?: PythonNeeds): Promise<ReadyPython>;
  close(): Promise<void>;
}

export interface PythonPoolOptions {
  readonly environment: () => Promise<PythonEnvironment>;
  readonly root: string;
  readonly limits: PythonLimits;
  /** Where packages of locks are installed, each set once; absent: none may be declared here. */
  readonly packages?: string;
  /** What the administrator allows, asked each time; nothing beyond the sandbox and any package unless given. */
  readonly policy?: () => Promise<PythonPolicy>;
  /** Whether this machine can shut a process off; found out unless given. */
  readonly jail?: () => Promise<boolean>;
}

const strictest: PythonPolicy = { allowUnsandboxed: false };

interface Plan {
  readonly key: string;
  readonly isJailed: boolean;
  /** Whether one may wait while another script runs: it could change the packages that have just been looked through. */
  readonly maySpare: boolean;
  readonly environment: () => Promise<PythonEnvironment>;
}

/** Warm processes: each runs one script and is gone, so that none sees what another left. */
export function pythonPool(options: PythonPoolOptions): PythonPool {
  const { root, limits, packages } = options;
  let spare: { readonly key: string; readonly ready: Promise<ReadyPython> } | undefined;
  let isClosed = false;
  const swept = sweepScratch(root);

  /** @throws AppError `python-sandbox-missing`, `package-not-allowed` */
  const planFor = async ({ lock, onInstall, mayGoUnsandboxed }: PythonNeeds): Promise<Plan> => {
    const policy = (await options.policy?.()) ?? strictest;
    const isJailed = await (options.jail ?? hasJail)();
    const mayRun = isJailed || (policy.allowUnsandboxed && mayGoUnsandboxed?.() !== false);
    if (!mayRun) throw new AppError("python-sandbox-missing");
    if (lock === undefined || lock.packages.length === 0)
      return { key: `${isJailed}`, isJailed, maySpare: true, environment: options.environment };
    assertAllowed(lock.packages, policy.allowedPackages);
    if (packages === undefined) throw new AppError("python-missing", { detail: "packages" });
    if (!isInstalled(packages, lock)) onInstall?.();
    const environment = async () => lockedEnvironment(packages, await options.environment(), lock, !isJailed);
    return { key: `${isJailed} ${lockKey(lock)}`, isJailed, maySpare: isJailed, environment };
  };

  const start = async ({ isJailed, environment }: Plan): Promise<ReadyPython> => {
    const found = await environment();
    await swept;
    const { scratch, user } = await makeScratch(root, isJailed && process.getuid?.() === 0);
    const command = isJailed ? jailed(found, scratch, limits, user) : unjailed(found, scratch, limits);
    const started = new PythonProcess(command, scratch);
    return {
      process: started,
      scratch,
      inside: isJailed ? "/job" : scratch,
      end: async () => {
        await started.end();
        await removeScratch(scratch);
      },
    };
  };
  const prepare = (plan: Plan) => {
    if (isClosed || spare || !plan.maySpare) return;
    spare = { key: plan.key, ready: start(plan) };
    spare.ready.catch(() => undefined);
  };
  /** The process that waits, where it is of this kind and alive; one of another kind makes room. */
  const waiting = async (key: string): Promise<ReadyPython | undefined> => {
    const found = spare;
    spare = undefined;
    const ready = await found?.ready.catch(() => undefined);
    const isThere = ready?.process.isAlive && existsSync(ready.scratch);
    if (ready && isThere && found?.key === key) return ready;
    await ready?.end();
    return undefined;
  };

  return {
    take: async (needs = {}) => {
      if (isClosed) throw new AppError("sandbox-failed", { task: "python", detail: "closed" });
      const plan = await planFor(needs);
      const one = (await waiting(plan.key)) ?? (await start(plan));
      prepare(plan);
      return one;
    },
    close: async () => {
      isClosed = true;
      await swept;
      await (await spare?.ready.catch(() => undefined))?.end();
    },
  };
}
